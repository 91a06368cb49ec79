import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changed, lastPhase } from "../../src/engine/events.ts";
import { differences } from "../../src/ops/rehearse/leftovers.ts";
import type { VendorState } from "../../src/ops/rehearse/universe.ts";
import { complaints } from "../../src/ops/report.ts";
import { GalleryHouse, type Tour } from "../gallery/house.ts";
import { plantedPrefix } from "../gallery/planted.ts";
import { exhibits } from "../gallery/vendors.ts";
import { byHand } from "../gallery/vendors-by-hand.ts";
import { CanarySearch } from "../support/canaries.ts";
import { isUntold, providersByVendor } from "../support/providers.ts";

/** Every resource of every provider on the real engine: made, changed in place, imported, destroyed. */
const seed = randomBytes(8).toString("hex");
const folder = join(import.meta.dirname, "..", "gallery");
const first = { turn: "first", imports: {} } as const;
const second = { turn: "changed", imports: {} } as const;
let house: GalleryHouse;
let seeded: VendorState;

const isProvider = (type: string): boolean => type.startsWith("pulumi:");
/** Steps that change something, as `update vercelProject name`. */
const steps = ({ report }: Tour): string[] =>
  report.steps
    .filter(({ op, type }) => op !== "refresh" && !isProvider(type))
    .map(({ op, urn, diffs }) => `${op} ${urn.split("::").pop()} ${(diffs ?? []).join(" ")}`.trim());
const isClean = (tour: Tour): void => {
  expect(complaints(tour.report)).toEqual([]);
  expect(tour.exit.code, tour.exit.stdout).toBe(0);
};
const writesIn = async (work: () => Promise<unknown>): Promise<string[]> => {
  const { next } = await house.ask<{ next: number }>("GET", "journal?since=999999999");
  await work();
  const { entries } = await house.ask<{ entries: { vendor: string; method: string; path: string }[] }>(
    "GET",
    `journal?since=${next}`,
  );
  return entries
    .filter(({ method }) => method !== "GET")
    .map(({ vendor, method, path }) => `${vendor} ${method} ${path}`);
};

beforeAll(async () => {
  house = await GalleryHouse.open(seed);
  seeded = await house.ask("GET", "state");
});
afterAll(async () => {
  house.keepJournal("gallery");
  await house.close();
});

describe("the gallery", () => {
  it("has a part for every provider that there is", () => {
    const providers = readdirSync(join(folder, "..", "..", "providers")).filter((name) => name !== "kit");
    expect(Object.keys(exhibits).toSorted()).toEqual(providers.toSorted());
    expect(byHand.map(({ vendor }) => vendor).toSorted()).toEqual(providers.toSorted());
  });

  it("is made", async () => {
    isClean(await house.tour(["up", "--yes", "--skip-preview"], first));
  });

  it("shows every resource of every provider", async () => {
    const shown = new Set((await house.deployment()).resources.map(({ type }) => type));
    const all = Object.values(providersByVendor).flatMap(({ resources }) =>
      resources.map(({ token }) => String(token)),
    );
    expect(all.filter((token) => !shown.has(token))).toEqual([]);
  });

  it("reads back as it was declared, and a preview writes nothing", async () => {
    const writes = await writesIn(async () => {
      const preview = await house.tour(["preview", "--refresh"], first);
      isClean(preview);
      expect(steps(preview)).toEqual([]);
    });
    expect(writes).toEqual([]);
  });

  it("changes in place", async () => {
    const writes = await writesIn(async () => isClean(await house.tour(["preview"], second)));
    expect(writes).toEqual([]);
    const up = await house.tour(["up", "--yes", "--skip-preview"], second);
    isClean(up);
    expect(steps(up).filter((step) => !step.startsWith("update "))).toEqual([]);
    expect(steps(up).length).toBeGreaterThan(10);
    const preview = await house.tour(["preview", "--refresh"], second);
    expect(steps(preview)).toEqual([]);
  });

  it("keeps every planted secret out of state, journal and the engine's output", async () => {
    const search = new CanarySearch([{ name: "planted", value: plantedPrefix(seed) }]);
    const sinks = { state: readFileSync(house.stateFile), journal: Buffer.from(house.journalText()) };
    for (const [sink, content] of Object.entries(sinks))
      expect({ sink, hits: search.hits(content) }).toEqual({ sink, hits: [] });
    const shown = await house.tour(["preview", "--diff"], first);
    expect(search.hits(Buffer.from(shown.exit.stdout + shown.exit.stderr))).toEqual([]);
  });

  it("goes without a trace", async () => {
    isClean(await house.tour(["destroy", "--yes"], second));
    expect(differences(seeded, await house.ask("GET", "state"))).toEqual({ left: [], lost: [] });
  });

  it("is imported from what strangers made, with a difference only in what the vendor never tells", async () => {
    const strangers = readdirSync(folder).filter((name) => /by-hand(-\w+)?\.ts$/.test(name));
    const loaded = strangers.filter((name) => /from ".*providers\//.test(readFileSync(join(folder, name), "utf8")));
    expect(loaded).toEqual([]);

    await house.forget();
    await house.ask("POST", "reset", {}); // what a vendor keeps of deleted things for a while would be in the way
    await house.byHand("accounts");
    const made = await house.byHand("make");
    const imports = Object.assign({}, ...Object.values(made)) as Record<string, string>;
    const visit = { turn: "first", imports } as const;
    const preview = await house.tour(["preview"], visit);
    isClean(preview);
    const definitions = Object.values(providersByVendor).flatMap(({ resources }) => resources);
    const unexpected = preview.report.steps.flatMap(({ op, urn, type, detailedDiff }) => {
      const definition = definitions.find(({ token }) => token === type);
      if (op !== "update" || definition === undefined) return [];
      const told = Object.keys(detailedDiff ?? {}).filter((path) => !isUntold(definition, path));
      return told.map((path) => `${urn.split("::").pop()} ${path}`);
    });
    const excused = Object.assign({}, ...byHand.map(({ notImported = {} }) => notImported)) as Record<string, string>;
    const creates = preview.report.steps.filter(({ op, type }) => op === "create" && !isProvider(type));
    const names = creates.map(({ urn }) => urn.split("::").pop() ?? "");
    expect(names.filter((name) => excused[name] === undefined)).toEqual([]);

    isClean(await house.tour(["up", "--yes", "--skip-preview"], visit));
    const after = await house.tour(["preview", "--refresh"], visit);
    expect(steps(after)).toEqual([]);
    const types = new Set(
      (await house.deployment()).resources
        .filter(({ urn }) => imports[urn.split("::").pop() ?? ""])
        .map(({ type }) => type),
    );
    const importable = definitions.filter(({ neverImported }) => neverImported === undefined);
    const done = importable.filter(({ token }) => types.has(token));
    process.stdout.write(`imported ${done.length} of ${importable.length}\n`);
    const never = definitions.flatMap(({ token, neverImported }) =>
      neverImported === undefined ? [] : [`${token}: ${neverImported}`],
    );
    process.stdout.write(
      `never imported: ${[...never, ...Object.entries(excused).map((one) => one.join(": "))].join("; ")}\n`,
    );
    expect(done).toEqual(importable);
    expect(unexpected).toEqual([]);
    expect(changed(lastPhase(after.report) ?? { preview: true, changes: {}, seconds: 0 })).toBe(0);
  });
});
