import { type Clean, loseAnswer, play, type Result } from "./game.ts";
import type { FaultHouse } from "./house.ts";
import { outage, weathers } from "./matrix.ts";
import { nameOf } from "./writes.ts";

/** One game: a way in which a vendor fails, and what must come of it. */
export interface Game {
  readonly group: "write" | "weather" | "outage";
  readonly vendor: string;
  /** Of a write: its call. */
  readonly name: string;
  play(house: FaultHouse): Promise<Result>;
}

export const titleOf = ({ group, vendor, name }: Game): string =>
  group === "write" ? `lost answer: ${name}` : `${vendor}: ${name}`;

/** From where on a vendor stays down, as a part of the calls that a clean run sends to it. */
export const outages = [
  { name: "down from the start", part: 0 },
  { name: "down half way", part: 0.5 },
] as const;

/** Every game that a clean run gives rise to: each of its writes, then each vendor it wrote to. */
export function gamesOf(clean: Clean): Game[] {
  const vendors = [...new Set(clean.writes.map(({ vendor }) => vendor))].toSorted();
  return [
    ...clean.writes.map(
      (write): Game => ({
        group: "write",
        vendor: write.vendor,
        name: nameOf(write),
        play: (house) => loseAnswer(house, clean, write),
      }),
    ),
    ...weathers.flatMap(({ name, faults }) =>
      vendors.map(
        (vendor): Game => ({ group: "weather", vendor, name, play: (house) => play(house, clean, faults(vendor)) }),
      ),
    ),
    ...outages.flatMap(({ name, part }) =>
      vendors.map(
        (vendor): Game => ({
          group: "outage",
          vendor,
          name,
          play: (house) => goDown(house, clean, vendor, Math.floor(part * (clean.calls.get(vendor) ?? 0))),
        }),
      ),
    ),
  ];
}

/** A vendor that stays down must end the run, in errors that name it and nothing else. */
async function goDown(house: FaultHouse, clean: Clean, vendor: string, skip: number): Promise<Result> {
  const result = await play(house, clean, [outage(vendor, skip)]);
  const named = vendorsIn(vendor);
  const unclear = result.errors.filter((line) => !named.test(line));
  return {
    ...result,
    converged: result.converged && result.ups > 1 && result.errors.length > 0 && unclear.length === 0,
    unsettled: [...result.unsettled, ...unclear.map((line) => `an error does not name ${vendor}: ${line}`)],
  };
}

/** GitHub's own plugin names the address, which is another one on loopback. */
const vendorsIn = (vendor: string): RegExp => new RegExp(vendor === "github" ? "github|/api/v3/" : vendor, "i");
