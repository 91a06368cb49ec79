import { table } from "../../src/ops/report.ts";
import type { Clean, Result } from "./game.ts";
import { type Game, outages, titleOf } from "./games.ts";
import { weathers } from "./matrix.ts";

export interface Played {
  readonly game: Game;
  readonly result: Result;
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
const sum = (played: readonly Played[], count: (result: Result) => number): number =>
  played.reduce((all, { result }) => all + count(result), 0);

/** `41 of 41 converged, duplicates 0, orphans 0`. */
export const tally = (played: readonly Played[]): string =>
  `${played.filter(({ result }) => result.converged).length} of ${played.length} converged, ` +
  `duplicates ${sum(played, ({ duplicates }) => duplicates.length)}, orphans ${sum(played, ({ orphans }) => orphans.length)}`;

/** One line of progress. */
export function lineOf({ game, result }: Played, clean: Clean): string {
  const { converged, ups, seconds } = result;
  const time = `${seconds.toFixed(1)} s (clean ${clean.seconds.toFixed(1)} s)`;
  return `${converged ? "converged" : "DID NOT CONVERGE"} in ${plural(ups, "up")}, ${time}  ${titleOf(game)}`;
}

/** What went wrong in a game, as lines. */
export const problemsOf = ({ met, errors, unsettled, duplicates, orphans, missing }: Result): string[] => [
  ...(met === 0 ? ["the fault was never met"] : []),
  ...errors.map((line) => `error: ${line}`),
  ...duplicates.map((what) => `duplicate: ${what}`),
  ...orphans.map((what) => `orphan: ${what}`),
  ...missing.map((what) => `missing: ${what}`),
  ...unsettled.map((what) => `not settled: ${what}`),
];

/** For people: every game, what runs said, and the tallies that count. */
export function textOf(played: readonly Played[], clean: Clean): string {
  const groups = Map.groupBy(played, ({ game }) => game.group);
  const rows = played.map(({ game, result }) => [
    result.converged ? "ok" : "FAILED",
    titleOf(game),
    plural(result.ups, "up"),
    `${result.seconds.toFixed(1)} s`,
    result.said[0] ?? result.errors[0] ?? "",
  ]);
  const failed = played.filter(({ result }) => !result.converged);
  return [
    `A clean up takes ${clean.seconds.toFixed(1)} s and writes ${clean.writes.length} times.`,
    "",
    table([["", "fault", "ups", "time", "what the run said"], ...rows]),
    ...failed.flatMap(({ game, result }) => ["", titleOf(game), ...problemsOf(result).map((line) => `- ${line}`)]),
    "",
    ...[...groups].map(([group, all]) => `${tally(all)}  (${groupNames[group]})`),
  ].join("\n");
}

const groupNames: Readonly<Record<Game["group"], string>> = {
  write: "the answer of each write lost in turn",
  weather: "a vendor unwell for a while",
  outage: "a vendor that stays down, then the next up",
};

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(head),
  row(head.map(() => "---")),
  ...rows.map(row),
];

const cell = (played: Played | undefined): string => {
  if (played === undefined) return "";
  const { converged, ups, errors } = played.result;
  if (!converged) return "**does not converge**";
  if (played.game.group !== "outage") return plural(ups, "up");
  return `${errors.length === 1 ? "1 error" : "several errors"}, then ${plural(ups - 1, "up")}`;
};

/** docs/reliability.md: without times, so that it changes only when something does. */
export function documentOf(played: readonly Played[]): string {
  const writes = played.filter(({ game }) => game.group === "write");
  const vendors = [...new Set(played.map(({ game }) => game.vendor))].toSorted();
  const matrix = (group: Game["group"], names: readonly string[]): string[][] =>
    names.map((name) => [
      name,
      ...vendors.map((vendor) =>
        cell(played.find(({ game }) => game.group === group && game.name === name && game.vendor === vendor)),
      ),
    ]);
  const failed = played.filter(({ result }) => !result.converged);
  return `${[
    "# When a vendor is unwell",
    "",
    "Made by `npm run faults -- --write`; do not edit. The stack on loopback goes up from nothing with the real engine, a fault is planted at a vendor, and `up` is run until it succeeds: after the first one without the fault. It has converged when nothing is left to do (`preview --refresh`), the vendors hold exactly what a clean run leaves, and the engine's state knows every object of it.",
    "",
    "## The answer of each write is lost",
    "",
    `The vendor acts and the connection closes, at each write of a clean \`up\` in turn: **${tally(writes)}**.`,
    "",
    ...markdown(["write", "converges in"], kinds(writes)),
    "",
    "Our providers look the object up by its natural key within the same create, twice before they send a second one; where there is no key, an unknown outcome is an error. GitHub's own plugin repeats the request, is told that the thing exists, and fails: `groundplan up` then takes over what was made while the run lasted (by GitHub's own clock), and the next `up` goes on. Plain `pulumi up` does not: there the object is adopted by hand.",
    "",
    "## Unwell for a while",
    "",
    ...markdown(
      ["fault", ...vendors],
      matrix(
        "weather",
        weathers.map(({ name }) => name),
      ),
    ),
    "",
    ...weathers.map(({ name, meaning }) => `- **${name}**: ${meaning}.`),
    "",
    "A run that waits more than 2 s in all for one of our vendors, or more than 5 s for one answer, says so among the engine's lines (`This takes longer: Vercel answered 429 to …; try 3 of 6 in 1.0 s, as it asks`). GitHub's plugin says nothing while it waits.",
    "",
    "## Stays down",
    "",
    "From a call on, everything is answered 503. The run ends in an error that names the vendor; once it is well, the next `up` goes on from there. (Resources that were under way at the same time may each have asked for something else, and say so in an error of their own.)",
    "",
    ...markdown(
      ["fault", ...vendors],
      matrix(
        "outage",
        outages.map(({ name }) => name),
      ),
    ),
    "",
    ...(failed.length === 0
      ? []
      : [
          "## What does not converge",
          "",
          ...failed.flatMap(({ game, result }) => [
            `- ${titleOf(game)}`,
            ...problemsOf(result).map((line) => `  - ${line}`),
          ]),
          "",
        ]),
    "## What this does not prove",
    "",
    "- The vendors are played by the loopback cloud: what is listed there stands at once, while a real vendor may list a new object late. That is what the second look is for.",
    "- GitHub's plugin gives up at its very first call when that is refused with 429 or cannot be read: those two rows go no deeper there.",
    "- Only the first `up` of one stack is played, not updates, replacements and deletions.",
    "- Postgres itself is not made unwell: migrations run in transactions of their own and are tested elsewhere.",
  ].join("\n")}\n`;
}

/** Writes of one kind in one line: how many a run needs depends on what it happens to send together. */
function kinds(writes: readonly Played[]): string[][] {
  const byKind = Map.groupBy(writes, ({ game }) => game.name.replace(/ #\d+$/, ""));
  return [...byKind]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([kind, all]) => {
      const worst = all.toSorted((one, other) => rank(other) - rank(one))[0];
      return [`\`${kind}\``, cell(worst)];
    });
}

const rank = ({ result }: Played): number => (result.converged ? result.ups : 100);
