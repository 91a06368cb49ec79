import { z } from "zod";
import { integer } from "./http.ts";

const texts = z.array(z.string()).nullish();
const queryBody = z.object({
  id: z.string().optional(),
  name: z.string().default(""),
  fields: texts,
  aggregates: texts,
  columns: texts,
  fieldAliases: texts,
  conditions: z.string().default(""),
  orderby: z.string().default(""),
});
const widgetBody = z.object({
  id: z.string().optional(),
  title: z.string().min(1).max(255),
  description: z.string().max(255).nullish(),
  displayType: z.enum(["line", "area", "bar", "table", "big_number", "categorical_bar", "text"]),
  widgetType: z.enum(["issue", "metrics", "error-events", "transaction-like", "spans", "logs"]).nullish(),
  interval: z.string().max(10).default("5m"),
  limit: integer.pipe(z.number().min(1)).nullish(),
  layout: z
    .object({
      x: z.number().int().min(0).max(5),
      y: z.number().int().min(0),
      w: z.number().int().min(1).max(6),
      h: z.number().int().min(1),
      minH: z.number().int().min(1),
    })
    .nullish(),
  queries: z.array(queryBody).min(1, "One or more queries are required to create a widget"),
});
/** Bodies of POST and PUT. */
export const dashboardBody = z.object({
  title: z.string().min(1, "This field may not be blank.").max(255),
  widgets: z.array(widgetBody).max(30, "Number of widgets must be less than 30").default([]),
  projects: z.array(integer).default([]),
  environment: z.array(z.string()).nullish(),
  period: z.string().nullish(),
});
export type DashboardBody = z.output<typeof dashboardBody>;

type Query = Omit<DashboardBody["widgets"][number]["queries"][number], "id"> & { readonly id: string };
export type Widget = Omit<DashboardBody["widgets"][number], "id" | "queries"> & {
  readonly id: string;
  readonly dateCreated: string;
  readonly queries: readonly Query[];
};

export interface Dashboard {
  readonly id: string;
  readonly orgId: string;
  readonly dateCreated: string;
  title: string;
  widgets: Widget[];
  projects: number[];
  environment: string[];
  period: string | null;
}
