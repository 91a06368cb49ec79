import { z } from "zod";
import { invalid } from "./refusal.ts";
import type { Context, StoredThing } from "./state.ts";
import { commonView, type Kind, siblings } from "./things.ts";
import { arrangeTiles, tilesOf, tilesSchema } from "./tiles.ts";

const name = z.string().max(400).nullable();
const tags = z.array(z.string());

/** Dashboards: their tiles are the insights that name them, and texts of their own. */
export const dashboards: Kind = {
  name: "dashboards",
  ids: "number",
  deletion: "soft",
  showsDeleted: true,
  schema: z.object({ name, description: z.string(), pinned: z.boolean(), tags, tiles: tilesSchema }),
  required: [],
  initial: { name: null, description: "", pinned: false, tags: [] },
  settle: arrangeTiles,
  view(thing, context) {
    const { placed: _, texts: __, ...shown } = commonView(thing, context);
    return {
      ...shown,
      ...{ is_shared: false, creation_mode: "default", filters: {}, variables: {} },
      tiles: tilesOf(thing, context),
    };
  },
};

/** Insights: PostHog writes versions, results and defaults into their queries. */
export const insights: Kind = {
  name: "insights",
  ids: "number",
  deletion: "soft",
  schema: z.object({
    name,
    description: z.string().max(400),
    query: z.looseObject({ kind: z.string() }).nullable(),
    dashboards: z.array(z.int()),
    tags,
    saved: z.boolean(),
  }),
  required: [],
  initial: { name: null, description: "", query: null, dashboards: [], tags: [], saved: false },
  check({ fields, ...thing }, context) {
    const there = siblings("dashboards", { fields, ...thing }, context).map(({ id }) => id);
    const missing = (fields["dashboards"] as number[]).find((id) => !there.includes(id));
    if (missing !== undefined)
      throw invalid("does_not_exist", `Invalid pk "${missing}" - object does not exist.`, "dashboards");
  },
  settle({ fields }, context) {
    fields["short_id"] ??= context.id(8);
    fields["query"] = versioned(fields["query"]);
  },
  view(thing, context) {
    const dashboards = dashboardsOf(thing, context);
    return {
      ...commonView(thing, context),
      dashboards,
      dashboard_tiles: dashboards.map((id) => ({ id: Number(thing.id) * 10, dashboard_id: id })),
      ...{ derived_name: null, result: null, hogql: null, is_cached: false, last_refresh: null },
    };
  },
};

/** Those that still are there: a deleted dashboard takes its tiles along. */
function dashboardsOf(insight: StoredThing, context: Context): number[] {
  const there = siblings("dashboards", insight, context).map(({ id }) => Number(id));
  return (insight.fields["dashboards"] as number[]).filter((id) => there.includes(id));
}

/** Each node of a query gets the version of its form; a query of trends also what it does by default. */
function versioned(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(versioned);
  if (typeof node !== "object" || node === null) return node;
  const inner: Record<string, unknown> = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, versioned(value)]),
  );
  if (typeof inner["kind"] !== "string") return inner;
  const defaults =
    inner["kind"] === "TrendsQuery" ? { interval: "day", properties: [], filterTestAccounts: false } : {};
  return { ...defaults, version: 2, response: null, ...inner };
}
