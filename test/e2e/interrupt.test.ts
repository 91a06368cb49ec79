import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, Scratch } from "../support/scratch.ts";

/**
 * Ctrl-C at the vendors' writes of an `up`, in turn: once at a write of each vendor and at one of each method, twice in a
 * row at a create by a provider of ours and one by GitHub's; with GROUNDPLAN_ALL_WRITES=1 both at every write there is.
 * Whatever was interrupted, the next `up` goes on, and what then stands is what a clean `up` makes: no duplicate, no orphan.
 */
const scratch = new Scratch();
const everyWrite = process.env["GROUNDPLAN_ALL_WRITES"] === "1";

interface Write {
  readonly vendor: string;
  /** Its place among the vendor's writes. */
  readonly index: number;
  readonly operation: string;
}

let clean: Record<string, number>;
let writes: Write[];

beforeAll(async () => {
  await scratch.loopback();
  await up();
  clean = await counts();
  writes = await writesOfJournal();
});
afterAll(() => scratch.remove());

/** Takes the universe back to nothing: vendors, and the stack's state. */
async function empty(): Promise<void> {
  await scratch.ask("DELETE", "faults");
  await scratch.ask("POST", "reset", {});
  rmSync(join(scratch.project, ".groundplan", "state"), { recursive: true, force: true });
}

async function up(): Promise<Ran> {
  const ran = await scratch.groundplan(["up"]);
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  return ran;
}

async function counts(): Promise<Record<string, number>> {
  const state = await scratch.state();
  return Object.fromEntries(
    Object.entries(state).flatMap(([vendor, kinds]) =>
      Object.entries(kinds).map(([kind, objects]) => [`${vendor}.${kind}`, objects.length]),
    ),
  );
}

async function writesOfJournal(): Promise<Write[]> {
  const { entries } = await scratch.ask<{ entries: { vendor: string; method: string; path: string }[] }>(
    "GET",
    "journal?since=0",
  );
  const perVendor = new Map<string, number>();
  const all = entries
    .filter(({ method }) => !["GET", "HEAD", "OPTIONS"].includes(method))
    .map(({ vendor, method, path }) => {
      const index = perVendor.get(vendor) ?? 0;
      perVendor.set(vendor, index + 1);
      return { vendor, index, operation: `${method} ${kindOf(path)}` };
    });
  if (everyWrite) return all;
  const ofVendors = firstOf(all, ({ vendor }) => vendor);
  const methods = new Set(ofVendors.map(methodOf));
  return [...ofVendors, ...firstOf(all, methodOf).filter((write) => !methods.has(methodOf(write)))];
}

const methodOf = ({ operation }: Write): string => operation.split(" ")[0] ?? "";

/** A second Ctrl-C leaves a create that nobody knows of: ours are looked up by our kit, GitHub's by the command. */
const firstCreates = (all: readonly Write[]): Write[] =>
  firstOf(
    all.filter((write) => methodOf(write) === "POST"),
    ({ vendor }) => (vendor === "github" ? vendor : "ours"),
  );

/** The first of each kind. */
const firstOf = (all: readonly Write[], kind: (write: Write) => string): Write[] =>
  [...Map.groupBy(all, kind).values()].flatMap(([first]) => first ?? []);

/** A path without ids and names, so that writes of one kind are one kind. */
const kindOf = (path: string): string =>
  path.replaceAll(/(?<=\/)(?:[A-Z][A-Z0-9_]+|[a-z]{20}|prj_\w+|[0-9a-f-]{24,}|\d+)(?=\/|$)/g, "…");

/** Whether a request has met the fault. */
async function faultWasMet(): Promise<boolean> {
  const { faults } = await scratch.ask<{ faults: { hit: number }[] }>("GET", "faults");
  return faults.some(({ hit }) => hit > 0);
}

/** Runs `up` and interrupts it while the write is under way: the vendor has acted, the answer is still out. */
async function interruptAt({ vendor, index }: Write, presses: number): Promise<Ran> {
  await scratch.ask("POST", "faults", { vendor, method: "write", skip: index, times: 1, kind: "slow", ms: 2500 });
  let pid = 0;
  const running = scratch.groundplan(["up"], { started: (started) => (pid = started) });
  let over = false;
  void running.then(() => (over = true));
  while (!over) {
    if (await faultWasMet()) break;
    await delay(20);
  }
  for (let press = 0; press < presses && !over; press++) {
    process.kill(pid, "SIGINT");
    await delay(800); // a second press, not a bounce of the first
  }
  return running;
}

describe.each([
  ["once", 1],
  ["twice in a row", 2],
])("Ctrl-C %s", (_, presses) => {
  it("at a write: the next up goes on, duplicates 0, orphans 0", async () => {
    expect(new Set(writes.map(({ vendor }) => vendor)).size).toBe(5);
    expect(new Set(writes.map(methodOf)).size).toBeGreaterThanOrEqual(3);
    const chosen = presses === 1 || everyWrite ? writes : firstCreates(writes);
    for (const write of chosen) {
      const where = `${write.vendor} ${write.operation} (${write.index})`;
      await empty();
      // It may still end well: the last write of all was the one that was under way.
      const interrupted = await interruptAt(write, presses);
      process.stderr.write(`Ctrl-C ${presses}× at ${where}: exit ${interrupted.code}\n`);
      await scratch.ask("DELETE", "faults");
      const next = await scratch.groundplan(["up"]);
      expect(next.code, `${where}: the next up\n${next.stdout}\n${next.stderr}`).toBe(0);
      expect(await counts(), where).toEqual(clean);
    }
    process.stderr.write(
      `Ctrl-C ${presses}×: ${chosen.length} of ${chosen.length} writes converged, duplicates 0, orphans 0\n`,
    );
  }, 3_600_000);
});

describe("SIGKILL of the engine", () => {
  it("names the lock with its cure; what was pending is looked up and taken over", async () => {
    await empty();
    const project =
      writes.find(({ vendor, operation }) => vendor === "vercel" && operation.startsWith("POST")) ?? writes[0];
    if (project === undefined) throw new Error("no write to kill at");
    await scratch.ask("POST", "faults", {
      vendor: project.vendor,
      method: "write",
      skip: project.index,
      times: 1,
      kind: "slow",
      ms: 60_000,
    });
    const running = scratch.groundplan(["up"]);
    while (!(await faultWasMet())) await delay(20);
    const { stdout } = await scratch.shell(`pgrep -f -- "--event-log $PWD/.groundplan" || true`);
    for (const pid of stdout
      .trim()
      .split("\n")
      .filter((line) => line !== ""))
      process.kill(Number(pid), "SIGKILL");
    expect((await running).code).not.toBe(0);
    await scratch.ask("DELETE", "faults");

    const refused = await scratch.groundplan(["up"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("was killed and left its lock");
    expect(refused.stderr).toContain("pulumi cancel --yes --stack local");
    const cured = await scratch.shell(`eval "$(node src/cli.ts env)" && pulumi cancel --yes --stack local`);
    expect(cured.code, cured.stderr).toBe(0);

    const next = await up();
    expect(next.stderr).toContain("was made, taken over as prj_");
    expect(await counts()).toEqual(clean);
  });
});

describe("two ups at the same time", () => {
  it("the second is refused by the first one's lock, and nothing is corrupted", async () => {
    await empty();
    await scratch.ask("POST", "faults", { vendor: "vercel", method: "write", times: 1, kind: "slow", ms: 4000 });
    const first = scratch.groundplan(["up"]);
    while (!(await faultWasMet())) await delay(20);
    const second = await scratch.groundplan(["up"]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("another update is running");
    expect((await first).code).toBe(0);
    await up();
    expect(await counts()).toEqual(clean);
  });
});
