import { isDeepStrictEqual } from "node:util";
import type { Picked } from "./draw.ts";
import { differing, findingsIn, nameOf, type Step } from "./findings.ts";
import type { Random } from "./random.ts";
import { asObject, asObjects } from "./values.ts";
import type { Vendors } from "./vendors.ts";

/** `groundplan` on the stack that is played with. */
type Groundplan = (args: readonly string[]) => Promise<{ code: number | null; stdout: string; stderr: string }>;

export interface Game {
  readonly groundplan: Groundplan;
  readonly vendors: Vendors;
  readonly random: Random;
  /** Called with each line of the report. */
  readonly tell: (line: string) => void;
}

export interface Score {
  readonly changed: number;
  readonly found: number;
  readonly extra: number;
  readonly repaired: number;
  /** A preview after the repair names nothing. */
  readonly clean: boolean;
}

/** A change that was made: what the vendor said before it and after it. */
interface Change {
  readonly pick: Picked;
  readonly before: unknown;
  readonly after: unknown;
}

/** Strangers change properties, a preview must name exactly those, an update must repair them all. */
export async function play(game: Game, picks: readonly Picked[]): Promise<Score> {
  const changes: Change[] = [];
  for (const pick of picks) changes.push(await change(game, pick));

  const { changes: judged, extra } = findingsIn(await previewed(game), picks);
  for (const { pick, missed } of judged) {
    const verdict = missed.length === 0 ? "found" : `MISSED ${missed.join(", ")}`;
    game.tell(`changed ${labelOf(pick)} … ${verdict}`);
  }
  for (const one of extra) game.tell(`EXTRA ${one}`);

  await succeed(game, ["up", "--refresh"]);
  let repaired = 0;
  for (const done of changes) if (await isRepaired(game, done)) repaired++;

  const left = differing(await previewed(game));
  for (const { op, urn, properties } of left) game.tell(`STILL ${op} ${nameOf(urn)}: ${properties.join(", ")}`);
  const found = judged.filter(({ missed }) => missed.length === 0).length;
  return { changed: picks.length, found, extra: extra.length, repaired, clean: left.length === 0 };
}

/** @throws when the vendor did not take the change: then there is nothing to find */
async function change({ vendors, random }: Game, pick: Picked): Promise<Change> {
  const { standing, mutation } = pick;
  try {
    const before = await mutation.read(vendors, standing);
    await mutation.change(vendors, standing, before, random);
    const after = await mutation.read(vendors, standing);
    if (isDeepStrictEqual(before, after)) throw new Error(`the vendor still says ${JSON.stringify(before)}`);
    return { pick, before, after };
  } catch (error) {
    throw new Error(`${labelOf(pick)} could not be changed`, { cause: error });
  }
}

async function isRepaired({ vendors, tell }: Game, { pick, before, after }: Change): Promise<boolean> {
  const { standing, mutation } = pick;
  const now = await mutation.read(vendors, standing);
  const repaired =
    mutation.proof === "value" ? isDeepStrictEqual(now, before) : !isDeepStrictEqual(now, after) && now !== undefined;
  if (!repaired) {
    const [was, drifted, is] = [before, after, now].map((value) => JSON.stringify(value));
    tell(`NOT REPAIRED ${labelOf(pick)}: was ${was}, became ${drifted}, is ${is}`);
  }
  return repaired;
}

async function previewed(game: Game): Promise<readonly Step[]> {
  const { stdout } = await succeed(game, ["preview", "--refresh", "--json"]);
  return asObjects(asObject(JSON.parse(stdout))["steps"]).map(({ op, urn, properties }) => ({
    op: String(op),
    urn: String(urn),
    properties: Array.isArray(properties) ? properties.map(String) : [],
  }));
}

async function succeed({ groundplan }: Game, args: readonly string[]) {
  const ran = await groundplan(args);
  if (ran.code === 0) return ran;
  throw new Error(`groundplan ${args.join(" ")} ended with ${ran.code}:\n${ran.stdout.slice(-2000)}`);
}

const labelOf = ({ standing, mutation }: Picked): string => `${nameOf(standing.urn)} ${mutation.path}`;
