import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquire } from "../../../toolchain/lock.mjs";
import { emptyFolder } from "./support.ts";

const aDeadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

/** A lock as another process would have left it. */
async function lockOf(owner: unknown): Promise<string> {
  const lock = join(await emptyFolder(), "some.lock");
  mkdirSync(lock);
  writeFileSync(join(lock, "owner.json"), JSON.stringify(owner));
  return lock;
}

const taken = async (lock: string) => {
  const stop = new AbortController();
  const mine = await acquire(lock, { signal: stop.signal, onWait: () => stop.abort(new Error("somebody has it")) });
  mine.release();
  return mine.waited;
};

describe("a lock", () => {
  it("is one process's at a time, and the next one hears what the owner says", async () => {
    const lock = join(await emptyFolder(), "not", "there", "yet.lock");
    const first = await acquire(lock);
    first.tell({ text: "busy" });
    const heard: unknown[] = [];
    const second = acquire(lock, {
      onWait: (said) => {
        heard.push(said);
        first.release();
      },
    });
    expect((await second).waited).toBe(true);
    expect(heard[0]).toEqual({ text: "busy" });
    (await second).release();
    expect(existsSync(lock)).toBe(false);
  });

  it("of a dead process is taken over", async () => {
    const lock = await lockOf({ host: hostname(), processes: [{ pid: aDeadPid() }] });
    expect(await taken(lock)).toBe(true);
    expect(existsSync(`${lock}.takeover`)).toBe(false);
  });

  it("of a dead process whose number somebody else has now is taken over", async () => {
    expect(await taken(await lockOf({ host: hostname(), processes: [{ pid: process.pid, started: "1" }] }))).toBe(true);
  });

  it("of a dead process whose child still works is not", async () => {
    const lock = await lockOf({ host: hostname(), processes: [{ pid: aDeadPid() }, { pid: process.pid }] });
    await expect(taken(lock)).rejects.toThrow("somebody has it");
  });

  it("of another machine is taken over after two silent minutes, and not before", async () => {
    const lock = await lockOf({ host: "elsewhere", processes: [{ pid: aDeadPid() }] });
    await expect(taken(lock)).rejects.toThrow("somebody has it");
    const threeMinutesAgo = Date.now() / 1000 - 180;
    utimesSync(join(lock, "owner.json"), threeMinutesAgo, threeMinutesAgo);
    expect(await taken(lock)).toBe(true);
  });

  it("names its owner, and its worker", async () => {
    const lock = join(await emptyFolder(), "some.lock");
    const mine = await acquire(lock);
    mine.worker(1);
    const { host, processes } = JSON.parse(readFileSync(join(lock, "owner.json"), "utf8"));
    expect([host, ...processes.map((one: { pid: number }) => one.pid)]).toEqual([hostname(), process.pid, 1]);
    mine.release();
  });
});
