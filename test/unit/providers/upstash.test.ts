import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { upstash as played } from "../../../loopback/upstash/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { upstash } from "../../../providers/upstash/provider.ts";
import { redisDatabase } from "../../../providers/upstash/redis-database.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, upstash);
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const kind = "RedisDatabase";
const plain: Properties = { databaseName: "cache", primaryRegion: "eu-central-1" };
const rich: Properties = {
  ...plain,
  readRegions: ["us-east-1", "ap-south-1"],
  eviction: true,
  autoScale: true,
  prodPack: true,
  budget: 50,
  ipAllowlists: ["192.0.2.0/24", "192.0.2.9"],
};

describe("an Upstash Redis database", () => {
  it.each([plain, rich])("reads back as it was declared, also when it is imported: %j", async (inputs) => {
    const made = await stage.create(kind, inputs);
    expect((await stage.read(kind, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(kind, made.id))?.inputs).toEqual(made.inputs);
    expect(await stage.differences(kind, made, inputs)).toEqual([]);
  });

  it("has what opens it as secrets, and keeps them out of the journal", async () => {
    const { state } = await stage.create(kind, plain);
    const journal = JSON.stringify(await stage.journal());
    for (const name of ["password", "restToken", "readOnlyRestToken"] as const) {
      expect(redisDatabase.secrets).toContain(name);
      expect(state[name]).toMatch(/^\w{40,}$/);
      expect(journal).not.toContain(state[name]);
    }
  });

  it("changes setting by setting, only what differs, and back to the defaults", async () => {
    const made = await stage.create(kind, rich);
    await stage.writes();
    const renamed = await stage.update(kind, made, { ...rich, databaseName: "store", budget: 60 });
    expect(await stage.writes()).toEqual([
      `POST /v2/redis/rename/${made.id}`,
      `PATCH /v2/redis/update-budget/${made.id}`,
    ]);
    const back = await stage.update(kind, renamed, plain);
    expect(await stage.writes()).toEqual(
      ["rename", "update-regions", "disable-eviction", "disable-autoupgrade", "disable-prodpack"]
        .map((what) => `POST /v2/redis/${what}/${made.id}`)
        .concat(`PATCH /v2/redis/update-budget/${made.id}`, `POST /v2/redis/update-allowlist/${made.id}`),
    );
    expect((await stage.read(kind, back))?.inputs).toEqual(back.inputs);
  });

  it("is made anew in another region only", async () => {
    const made = await stage.create(kind, plain);
    expect(stage.diff(kind, made, { ...plain, primaryRegion: "eu-west-1" })).toMatchObject([{ replaces: true }]);
    expect(stage.diff(kind, made, { ...plain, budget: 1 })).toMatchObject([{ replaces: false }]);
  });

  it("is made once when the answer to its creation is lost, and brought to what is declared", async () => {
    await stage.control("POST faults", {
      vendor: "upstash",
      pathPattern: "database$",
      times: 1,
      kind: "drop-response",
    });
    const made = await stage.create(kind, rich);
    expect((await stage.writes()).filter((call) => call === "POST /v2/redis/database")).toHaveLength(1);
    expect((await stage.read(kind, made))?.inputs).toEqual(made.inputs);
  });

  it("keeps the id of a database that was made but not finished", async () => {
    await stage.control("POST faults", {
      vendor: "upstash",
      pathPattern: "allowlist",
      times: 1,
      kind: "status",
      status: 403,
    });
    const failure = await stage.create(kind, rich).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "InitFailed", id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it("is never taken over from a stranger", async () => {
    const { id } = await stage.create(kind, plain);
    await expect(stage.create(kind, plain)).rejects.toThrow(`example '${id}'`);
  });

  it("is none of several with its name", async () => {
    const twin = { database_name: "twin", region: "global", primary_region: "us-east-1" };
    for (const _ of [1, 2]) await stage.vendor("POST /v2/redis/database", twin);
    await expect(stage.create(kind, { ...plain, databaseName: "twin" })).rejects.toThrow(
      "several databases named twin",
    );
  });

  it("reads as gone when it is gone, and is deleted twice without complaint", async () => {
    const made = await stage.create(kind, plain);
    await stage.delete(kind, made);
    expect(await stage.read(kind, made)).toBeUndefined();
    await stage.delete(kind, made);
    await expect(stage.update(kind, made, rich)).rejects.toThrow("is gone");
  });

  it("tells a refusal from a database that is not there", async () => {
    const made = await stage.create(kind, plain);
    await stage.control("POST faults", { vendor: "upstash", method: "GET", times: 1, kind: "status", status: 400 });
    await expect(stage.read(kind, made)).rejects.toThrow(/answered 400: the loopback was told/);
  });

  it("switches TLS on, but refuses to switch it off", async () => {
    const made = await stage.create(kind, { ...plain, tls: false });
    const on = await stage.update(kind, made, plain);
    expect((await stage.read(kind, on))?.inputs["tls"]).toBe(true);
    const call = { client: upstash.configure({}, { environment: stage.environment, signal: AbortSignal.any([]) }) };
    const { issues } =
      (await redisDatabase.check?.(
        { ...call, signal: AbortSignal.any([]) },
        redisDatabase.inputs.parse({ ...plain, tls: false }),
        { tls: true },
      )) ?? {};
    expect(issues).toEqual([{ property: "tls", reason: "is on, and Upstash never switches it off" }]);
  });

  it.each([
    [{ databaseName: "a" }, "primaryRegion"],
    [{ ...plain, region: "eu-west-1" }, "region"],
    [{ ...plain, primaryRegion: "Frankfurt" }, "must be a region"],
    [{ ...plain, budget: -1 }, "budget"],
  ])("refuses %j", (inputs, reason) => {
    expect(() => stage.check(kind, inputs as Properties)).toThrow(reason);
  });

  it("refuses to read where it is written, before anything is made", async () => {
    await expect(stage.create(kind, { ...plain, readRegions: ["eu-central-1"] })).rejects.toThrow("the primary region");
    expect(await stage.writes()).toEqual([]);
  });

  it("passes on what Upstash refuses", async () => {
    await expect(stage.create(kind, { ...plain, primaryRegion: "xx-nowhere-1" })).rejects.toThrow(
      /400: primary_region/,
    );
  });

  it("names both variables, and tells a wrong key as such without showing it", async () => {
    const { signal } = new AbortController();
    expect(() => upstash.configure({}, { environment: { UPSTASH_API_KEY: "x" }, signal })).toThrow("UPSTASH_EMAIL");
    const environment = { ...stage.environment, UPSTASH_API_KEY: "wrongwrongwrong" };
    const failure = redisDatabase.read({ client: upstash.configure({}, { environment, signal }), signal }, "1", {});
    await expect(failure).rejects.toThrow(/401[\s\S]*token in UPSTASH_API_KEY \(of UPSTASH_EMAIL\)/);
    await expect(failure).rejects.not.toThrow("wrongwrong");
  });
});
