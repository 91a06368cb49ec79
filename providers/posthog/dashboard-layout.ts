import { VendorError } from "@groundplan/kit/errors.ts";
import type { Http } from "@groundplan/kit/http.ts";
import { type Issue, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type PostHog, understood } from "./client.ts";
import { projectId } from "./project-object.ts";

const box = z.strictObject({
  x: z.int().min(0).describe("Column of its left side, from 0."),
  y: z.int().min(0).describe("Row of its top, from 0."),
  w: z.int().min(1).describe("Width in columns; a wide screen has 12."),
  h: z.int().min(1).describe("Height in rows."),
});

const tile = z.strictObject({
  insightId: z.int().optional().describe("Number of an insight that stands on the dashboard."),
  textBody: z.string().min(1).max(4000).optional().describe("Text in Markdown, up to 4000 characters; each only once."),
  layouts: z
    .strictObject({ sm: box.optional().describe("On wide screens."), xs: box.optional().describe("On narrow ones.") })
    .default({})
    .describe("Where it stands. Left out: PostHog finds a place."),
  color: z.string().optional().describe("Background, e.g. `blue`."),
});
type Tile = z.output<typeof tile>;

/** PostHog API: a tile of `GET /api/projects/{id}/dashboards/{id}/`. */
const actualTile = z.object({
  id: z.number(),
  insight: z.object({ id: z.number() }).nullish(),
  text: z.object({ body: z.string() }).nullish(),
  layouts: z.record(z.string(), z.record(z.string(), z.unknown()).nullish()).nullish(),
  color: z.string().nullish(),
  deleted: z.boolean().nullish(),
});
type ActualTile = z.output<typeof actualTile>;

const answer = z.object({ id: z.number(), deleted: z.boolean().nullish(), tiles: z.array(actualTile).nullish() });

export const dashboardLayout = resource<PostHog>()({
  token: "posthog:index/dashboardLayout:DashboardLayout",
  description:
    "How all tiles of a dashboard stand. An insight that is not declared loses its place, and a text that is not declared " +
    "goes. Deleting takes the texts away and leaves the insights.",
  calls: ["GET /api/projects/{project_id}/dashboards/{id}/", "PATCH /api/projects/{project_id}/dashboards/{id}/"],
  inputs: z.strictObject({
    projectId,
    dashboardId: z.int().describe("Number of the dashboard."),
    tiles: z.array(tile).describe("All its tiles; by place, the upper ones first, they are compared after an import."),
  }),
  outputs: z.object({ tileIds: z.array(z.number()).describe("Numbers of the tiles, in their order.") }),
  changing: ["tileIds"],
  replaceOn: ["projectId", "dashboardId"],
  importId: "<project number>/<dashboard number>",

  parseId: (id) => (/^\d+\/\d+$/.test(id) ? {} : undefined),

  async check(_, { tiles = [] }) {
    return { issues: tiles.flatMap((one, index) => tileIssues(one, `tiles[${index}]`, tiles.slice(0, index))) };
  },

  // No `find`: a layout is a part of its dashboard, and a PATCH may be sent again.
  async create({ client }, { projectId, dashboardId, tiles }) {
    const id = `${projectId}/${dashboardId}`;
    return { id, outputs: { tileIds: await arrange(client.http, id, tiles) } };
  },

  async read({ client }, id, known) {
    const actual = await tilesOf(client.http, id);
    if (actual === undefined) return undefined;
    const [projectId = 0, dashboardId = 0] = id.split("/").map(Number);
    const inOrder = ordered(actual, known.tiles).filter((one) => isPlaced(one) || isOneOf(one, known.tiles));
    return {
      inputs: { projectId, dashboardId, tiles: inOrder.map(told) },
      outputs: { tileIds: inOrder.map((one) => one.id) },
    };
  },

  async update({ client }, id, { tiles }) {
    return { tileIds: await arrange(client.http, id, tiles) };
  },

  async delete({ client }, id) {
    if ((await tilesOf(client.http, id)) !== undefined) await arrange(client.http, id, []);
  },
});

const pathOf = (id: string) => `/api/projects/${id.split("/")[0]}/dashboards/${id.split("/")[1]}/`;

/** The tiles of a dashboard; undefined when it is gone. */
async function tilesOf(http: Http, id: string): Promise<ActualTile[] | undefined> {
  const { status, body } = await http.send("GET", pathOf(id), { accept: [404] });
  if (status === 404) return undefined;
  const { deleted, tiles } = understood(answer, body, `GET ${pathOf(id)}`);
  return deleted ? undefined : (tiles ?? []).filter((one) => !one.deleted);
}

/** Brings a dashboard's tiles to what is declared; their numbers in that order. */
async function arrange(http: Http, id: string, wanted: readonly Tile[]): Promise<number[]> {
  const actual = await tilesOf(http, id);
  if (actual === undefined) throw new VendorError(`The dashboard ${id} is gone.`, { fix: "run: groundplan refresh" });
  const missing = wanted.filter(
    ({ insightId }) => insightId !== undefined && !actual.some((one) => one.insight?.id === insightId),
  );
  if (missing.length > 0) {
    const numbers = missing.map(({ insightId }) => insightId).join(", ");
    throw new VendorError(`The dashboard ${id} does not hold the insights ${numbers}, so they have no tile to place.`, {
      fix: "name the dashboard in dashboardIds of those insights",
    });
  }
  const placed = wanted.map((tile) => ({
    ...identity(tile, actual),
    layouts: tile.layouts,
    color: tile.color ?? null,
  }));
  const tiles = [...placed, ...removals(actual, wanted)];
  if (tiles.length > 0) await http.send("PATCH", pathOf(id), { body: { tiles } });
  // PostHog API: the answer to a PATCH may lag behind. One that was lost and sent again has made its texts twice.
  const arranged = (await tilesOf(http, id)) ?? [];
  const surplus = removals(arranged, wanted);
  if (surplus.length > 0) await http.send("PATCH", pathOf(id), { body: { tiles: surplus } });
  return wanted.flatMap((tile) => arranged.find((one) => isSame(one, tile))?.id ?? []);
}

/** Takes texts away, and the places of insights, that are not the first which a declared tile means. */
const removals = (actual: readonly ActualTile[], wanted: readonly Tile[]): object[] =>
  actual
    .filter((one) => isPlaced(one) && !wanted.some((tile) => actual.find((other) => isSame(other, tile)) === one))
    .map((one) => (one.text ? { id: one.id, deleted: true } : { id: one.id, layouts: {}, color: null }));

/** PostHog API: a text without a number is made. */
function identity(tile: Tile, actual: readonly ActualTile[]): object {
  const found = actual.find((one) => isSame(one, tile));
  return { ...(found && { id: found.id }), ...(tile.textBody === undefined ? {} : { text: { body: tile.textBody } }) };
}

const isSame = (actual: ActualTile, { insightId, textBody }: Tile): boolean =>
  insightId === undefined ? actual.text?.body === textBody : actual.insight?.id === insightId;

const isOneOf = (actual: ActualTile, tiles: readonly Tile[] = []): boolean =>
  tiles.some((tile) => isSame(actual, tile));

/** An insight that nobody placed is none of the layout's: PostHog finds a place for it. */
const isPlaced = ({ insight, layouts, color }: ActualTile): boolean =>
  !insight || Object.keys(layouts ?? {}).length > 0 || Boolean(color);

/** In the declared order, then what nobody declared; after an import from top to bottom. */
function ordered(actual: readonly ActualTile[], known: readonly Tile[] = []): ActualTile[] {
  const place = (one: ActualTile): number => {
    const index = known.findIndex((tile) => isSame(one, tile));
    const { x = 0, y = 0 } = toldBox(one.layouts?.["sm"]) ?? {};
    return index === -1 ? known.length + y * 100 + x : index;
  };
  return actual.toSorted((a, b) => place(a) - place(b));
}

/** A tile as it is declared. */
function told({ insight, text, layouts, color }: ActualTile): Tile {
  const [sm, xs] = [toldBox(layouts?.["sm"]), toldBox(layouts?.["xs"])];
  return {
    ...(insight ? { insightId: insight.id } : { textBody: text?.body ?? "" }),
    layouts: { ...(sm && { sm }), ...(xs && { xs }) },
    ...(color ? { color } : {}),
  };
}

/** PostHog adds smallest sizes of its own. */
const toldBox = (value: unknown): z.output<typeof box> | undefined => box.strip().safeParse(value).data;

function tileIssues({ insightId, textBody }: Tile, at: string, before: readonly Tile[]): Issue[] {
  if (insightId !== undefined && textBody !== undefined)
    return [{ property: at, reason: "has insightId and textBody: a tile is one of them" }];
  const twice = before.some((one) =>
    insightId === undefined ? one.textBody === textBody : one.insightId === insightId,
  );
  const something = insightId !== undefined || textBody !== undefined;
  return something && twice ? [{ property: at, reason: "stands on the dashboard already" }] : [];
}
