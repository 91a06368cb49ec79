import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connection } from "../../../database/connect.ts";
import type { CommandContext } from "../../../src/ops/command.ts";
import { scratchDatabases } from "../../../src/ops/scratch-databases.ts";

const installation = join(import.meta.dirname, "..", "..", "..");
let temporary: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), "scratch-test-"));
  await chmod(temporary, 0o755); // the account that runs Postgres for root walks through it
});
afterAll(() => rm(temporary, { recursive: true }));

const environment = () => ({ PATH: process.env["PATH"], TMPDIR: temporary, VERCEL_API_TOKEN: "stays outside" });

const context = (): CommandContext => ({
  words: [],
  flags: {},
  project: installation,
  installation,
  environment: environment(),
  progress: () => {},
  readInput: async () => "",
  now: () => new Date(0),
});

describe("scratch databases", () => {
  it("are two, with Supabase's schemas, and gone with their folder when they are closed", async () => {
    const scratch = scratchDatabases(context());
    const pair = await scratch.open();
    for (const options of pair) {
      const session = await connection(options);
      expect((await session.query("select to_regclass('auth.users') is not null as there")).rows).toEqual([
        { there: true },
      ]);
      await session.end();
    }
    expect(new Set(pair.map(({ database }) => database)).size).toBe(2);
    await scratch.close();
    expect(await readdir(temporary)).toEqual([]);
    await expect(connection(pair[0])).rejects.toMatchObject({ code: "database/unreachable" });
  });

  it("are gone when whoever asked for them is killed", async () => {
    const door = join(installation, "loopback", "cluster", "main.ts");
    // A process in between: it dies without a word, and only the end of its input tells the door.
    const keeper = spawn(process.execPath, ["-e", killedKeeper(door)], {
      env: environment(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(keeper.stdout, "data");
    expect(JSON.parse(String(line)).databases).toHaveLength(1);
    expect(await readdir(temporary)).toHaveLength(1);
    keeper.kill("SIGKILL");
    // The door holds the other end of this pipe until it has ended.
    keeper.stdout.resume();
    await once(keeper.stdout, "end");
    expect(await readdir(temporary)).toEqual([]);
  });
});

/** A program that starts the door, hands on its output, and waits. */
const killedKeeper = (door: string): string =>
  `require("node:child_process").spawn(process.execPath, [${JSON.stringify(door)}, "1"], { stdio: ["pipe", "inherit", "inherit"] }); setInterval(() => {}, 1000);`;
