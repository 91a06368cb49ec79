import { z } from "zod";
import { invalid } from "./refusal.ts";
import { type Context, nextId, type StoredThing } from "./state.ts";
import { siblings } from "./things.ts";

const box = z.looseObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() });

/** What a PATCH of a dashboard says of tiles: only those that it names change. */
export const tilesSchema = z.array(
  z.object({
    id: z.int().optional(),
    layouts: z.object({ sm: box.optional(), xs: box.optional() }).optional(),
    color: z.string().nullish(),
    text: z.object({ body: z.string().max(4000) }).optional(),
    deleted: z.boolean().optional(),
  }),
);
type SentTile = z.output<typeof tilesSchema>[number];

interface Placed {
  layouts: object;
  color: string | null;
}
interface Text extends Placed {
  id: number;
  body: string;
}

const placedOf = ({ fields }: StoredThing): Record<number, Placed> =>
  (fields["placed"] ?? {}) as Record<number, Placed>;
const textsOf = ({ fields }: StoredThing): Text[] => (fields["texts"] ?? []) as Text[];
const tileOf = (insight: StoredThing): number => Number(insight.id) * 10;

/** The insights that stand on a dashboard, each by a tile. */
const insightsOn = (dashboard: StoredThing, context: Context): StoredThing[] =>
  siblings("insights", dashboard, context).filter((insight) =>
    (insight.fields["dashboards"] as number[]).includes(Number(dashboard.id)),
  );

/** Tiles as the API shows them; boxes get a smallest size. */
export function tilesOf(dashboard: StoredThing, context: Context): object[] {
  const nowhere: Placed = { layouts: {}, color: null };
  const shown = ({ layouts, color }: Placed) => ({
    color,
    layouts: Object.fromEntries(Object.entries(layouts).map(([screen, at]) => [screen, { minW: 1, minH: 1, ...at }])),
  });
  return [
    ...insightsOn(dashboard, context).map((insight) => ({
      ...{ id: tileOf(insight), insight: { id: insight.id }, text: null },
      ...shown(placedOf(dashboard)[tileOf(insight)] ?? nowhere),
    })),
    ...textsOf(dashboard).map(({ id, body, ...at }) => ({ id, insight: null, text: { body }, ...shown(at) })),
  ];
}

/** Takes what was sent of tiles into the dashboard. @throws Refusal for a tile that is not there */
export function arrangeTiles(dashboard: StoredThing, context: Context): void {
  const { tiles = [], ...fields } = dashboard.fields as { tiles?: SentTile[] };
  const placed = structuredClone(placedOf(dashboard));
  let texts = structuredClone(textsOf(dashboard));
  for (const { id, layouts = {}, color = null, text, deleted } of tiles) {
    const known = texts.find((one) => one.id === id);
    if (id === undefined && text) texts.push({ id: nextId(context), body: text.body, layouts, color });
    else if (known && deleted) texts = texts.filter((one) => one !== known);
    else if (known) Object.assign(known, { layouts, color, ...(text && { body: text.body }) });
    else if (id !== undefined && insightsOn(dashboard, context).some((insight) => tileOf(insight) === id))
      placed[id] = { layouts, color };
    else throw invalid("does_not_exist", `Tile ${id} is not on this dashboard.`, "tiles");
  }
  dashboard.fields = { ...fields, placed, texts };
}
