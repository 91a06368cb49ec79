import { z } from "zod";

const texts = z.array(z.string()).default([]);

const query = z.strictObject({
  name: z.string().default("").describe("Name of the series."),
  fields: texts.describe("What a table shows: columns and aggregates, in their order."),
  aggregates: texts.describe("What is measured, e.g. `count()`."),
  columns: texts.describe("By what it is grouped, e.g. `release`."),
  fieldAliases: texts.describe("Headings in place of `fields`."),
  conditions: z.string().default("").describe("Search that what counts must fit."),
  orderBy: z.string().default("").describe("E.g. `-count()`."),
});

export const widget = z.strictObject({
  title: z.string().min(1).max(255).describe("Title, up to 255 characters."),
  description: z.string().max(255).optional().describe("Shown under it."),
  displayType: z
    .enum(["area", "bar", "big_number", "categorical_bar", "line", "table"])
    .default("line")
    .describe("How it is drawn."),
  widgetType: z
    .enum(["error-events", "issue", "logs", "metrics", "spans", "transaction-like"])
    .describe("What it is drawn of."),
  interval: z.string().max(10).default("5m").describe("Width of a point in time, e.g. `5m`, `1h`."),
  limit: z.int().min(1).optional().describe("How many series or rows. Left out: Sentry's own choice."),
  queries: z.array(query).min(1).describe("One for each series."),
  layout: z
    .strictObject({
      x: z.int().min(0).max(5).describe("Column, 0 to 5."),
      y: z.int().min(0).describe("Row."),
      w: z.int().min(1).max(6).describe("Width in columns."),
      h: z.int().min(1).describe("Height in rows."),
      minH: z.int().min(1).default(2).describe("Least height in rows."),
    })
    .describe("Where it stands."),
});
export type Widget = z.output<typeof widget>;

/** Sentry API: a widget in the answer for one dashboard. */
export const widgetAnswer = z.object({
  id: z.string(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  displayType: z.string().nullish(),
  widgetType: z.string().nullish(),
  interval: z.string().nullish(),
  limit: z.number().nullish(),
  layout: z.record(z.string(), z.number()).nullish(),
  queries: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().nullish(),
        fields: z.array(z.string()).nullish(),
        aggregates: z.array(z.string()).nullish(),
        columns: z.array(z.string()).nullish(),
        fieldAliases: z.array(z.string()).nullish(),
        conditions: z.string().nullish(),
        orderby: z.string().nullish(),
      }),
    )
    .nullish(),
});
type WidgetAnswer = z.output<typeof widgetAnswer>;

/** Sentry API: a widget or query that is sent with its id stays the same one; those of before are taken in their order. */
export const toWidgets = (widgets: readonly Widget[], before: readonly WidgetAnswer[]): object[] =>
  widgets.map(({ queries, layout, description, displayType, widgetType, limit, ...rest }, index) => ({
    ...idOf(before[index]),
    ...rest,
    description: description ?? null,
    display_type: displayType,
    widget_type: widgetType,
    limit: limit ?? null,
    layout: { x: layout.x, y: layout.y, w: layout.w, h: layout.h, min_h: layout.minH },
    queries: queries.map(({ orderBy, fieldAliases, ...fields }, at) => ({
      ...idOf(before[index]?.queries?.[at]),
      ...fields,
      field_aliases: fieldAliases,
      orderby: orderBy,
    })),
  }));

const idOf = (known: { id: string } | undefined) => (known === undefined ? {} : { id: known.id });

export const fromWidget = ({ id: _id, layout, queries, ...rest }: WidgetAnswer): object => ({
  title: rest.title ?? "",
  description: rest.description ?? undefined,
  displayType: rest.displayType ?? undefined,
  widgetType: rest.widgetType ?? undefined,
  interval: rest.interval ?? undefined,
  limit: rest.limit ?? undefined,
  layout: layout ?? undefined,
  queries: (queries ?? []).map(({ name, fields, aggregates, columns, fieldAliases, conditions, orderby }) => ({
    name: name ?? "",
    fields: fields ?? [],
    aggregates: aggregates ?? [],
    columns: columns ?? [],
    fieldAliases: fieldAliases ?? [],
    conditions: conditions ?? "",
    orderBy: orderby ?? "",
  })),
});
