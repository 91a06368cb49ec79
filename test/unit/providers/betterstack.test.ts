import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { betterstack as played } from "../../../loopback/betterstack/vendor.ts";
import { heartbeat } from "../../../providers/betterstack/heartbeat.ts";
import { headerEdits, monitor } from "../../../providers/betterstack/monitor.ts";
import { betterstack } from "../../../providers/betterstack/provider.ts";
import { source } from "../../../providers/betterstack/source.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, betterstack);
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

/** What each resource is declared as, and changed in place to. */
const kinds: Record<string, { first: Properties; changed: Properties; path: string }> = {
  Monitor: {
    first: {
      monitorType: "keyword",
      url: "https://www.example.com",
      pronounceableName: "The site",
      requiredKeyword: "Welcome",
      httpMethod: "POST",
      requestBody: "ping",
      requestHeaders: [
        { name: "X-B", value: "2" },
        { name: "X-A", value: "1" },
      ],
      regions: ["us", "eu"],
      sslExpiration: 14,
      paused: true,
      maintenanceFrom: "01:00:00",
      maintenanceTo: "03:00:00",
      maintenanceDays: ["sun", "sat"],
    },
    changed: { monitorType: "status", url: "https://example.com", pronounceableName: "Our site" },
    path: "/api/v2/monitors",
  },
  Heartbeat: {
    first: { name: "backup", period: 86_400, grace: 3600, call: true, teamWait: 60, paused: true },
    changed: { name: "nightly", period: 3600, grace: 0 },
    path: "/api/v2/heartbeats",
  },
  Source: {
    first: { name: "web", platform: "vercel_integration", dataRegion: "germany", logsRetention: 30 },
    changed: { name: "site", platform: "vercel_integration", dataRegion: "germany", ingestingPaused: true },
    path: "/api/v2/sources",
  },
};

describe.each(Object.entries(kinds))("a Better Stack %s", (kind, { first, changed, path }) => {
  it("reads back as it was declared", async () => {
    const made = await stage.create(kind, first);
    expect((await stage.read(kind, made))?.inputs).toEqual(made.inputs);
    expect(await stage.differences(kind, made, first)).toEqual([]);
  });

  it("changes in place by one PATCH, also back to the defaults", async () => {
    const made = await stage.create(kind, first);
    await stage.writes();
    const updated = await stage.update(kind, made, changed);
    expect(await stage.writes()).toEqual([`PATCH ${path}/${made.id}`]);
    expect((await stage.read(kind, updated))?.inputs).toEqual(updated.inputs);
  });

  it("is made once when the answer to its creation is lost", async () => {
    await stage.control("POST faults", { vendor: "betterstack", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(kind, first);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toEqual([`POST ${path}`]);
    expect((await stage.read(kind, made))?.inputs).toEqual(made.inputs);
  });

  it("is never taken over from a stranger", async () => {
    const { id } = await stage.create(kind, first);
    await expect(stage.create(kind, first)).rejects.toThrow(`example '${id}'`);
  });

  it("is none of several with its name", async () => {
    const monitor = { monitor_type: "ping", url: "a", pronounceable_name: "The site" };
    for (const _ of [1, 2]) await stage.vendor(`POST ${path}`, kind === "Monitor" ? monitor : first);
    await expect(stage.create(kind, first)).rejects.toThrow("several");
  });

  it("reads as gone when it is gone, and is deleted twice without complaint", async () => {
    const made = await stage.create(kind, first);
    await stage.delete(kind, made);
    expect(await stage.read(kind, made)).toBeUndefined();
    await stage.delete(kind, made);
  });
});

describe("Better Stack", () => {
  it("finds a thing behind the first page", async () => {
    for (let n = 0; n < 251; n++)
      await stage.vendor("POST /api/v2/heartbeats", { name: `h${n}`, period: 60, grace: 0 });
    await expect(stage.create("Heartbeat", { name: "h250", period: 60, grace: 0 })).rejects.toThrow("exists already");
  });

  it("keeps what can send as a secret, and out of the journal", async () => {
    const beat = await stage.create("Heartbeat", kinds["Heartbeat"]?.first ?? {});
    const logs = await stage.create("Source", kinds["Source"]?.first ?? {});
    expect([heartbeat.secrets, source.secrets]).toEqual([["url"], ["token"]]);
    expect(beat.state["url"]).toMatch(/^https:\/\/uptime\.betterstack\.com\/api\/v1\/heartbeat\/\w{24}$/);
    const journal = JSON.stringify(await stage.journal());
    expect(journal).not.toContain(beat.state["url"]);
    expect(journal).not.toContain(logs.state["token"]);
  });

  it("edits headers by their ids", () => {
    const found = [
      { id: "1", name: "A", value: "old" },
      { id: "2", name: "B", value: "gone" },
    ];
    expect(
      headerEdits(
        [
          { name: "A", value: "new" },
          { name: "C", value: "c" },
        ],
        found,
      ),
    ).toEqual([
      { id: "1", name: "A", value: "new" },
      { name: "C", value: "c" },
      { id: "2", _destroy: true },
    ]);
  });

  it("keeps a password that comes back masked", async () => {
    const secret = { ...kinds["Monitor"]?.first, authUsername: "probe", authPassword: "a password of theirs" };
    const made = await stage.create("Monitor", secret);
    expect(await stage.differences("Monitor", (await stage.read("Monitor", made)) ?? made, secret)).toEqual([]);
    expect(JSON.stringify(await stage.vendor(`GET /api/v2/monitors/${made.id}`))).not.toContain("of theirs");
    expect(JSON.stringify(await stage.journal())).not.toMatch(/of theirs|"probe"/);
  });

  it("takes the usual time-out of the type", async () => {
    const ping = await stage.create("Monitor", { monitorType: "ping", url: "example.com", pronounceableName: "host" });
    expect(ping.inputs["requestTimeout"]).toBe(5000);
    expect((await stage.import("Monitor", ping.id))?.inputs).toEqual(ping.inputs);
  });

  it("knows a region by its cluster, declared either way", async () => {
    const inputs = { name: "logs", platform: "http" };
    const made = await stage.create("Source", { ...inputs, dataRegion: "eu-nbg-2" });
    expect((await stage.read("Source", made))?.inputs["dataRegion"]).toBe("eu-nbg-2");
    expect((await stage.import("Source", made.id))?.inputs["dataRegion"]).toBe("germany");
    expect(stage.diff("Source", made, { ...inputs, dataRegion: "singapore" })).toMatchObject([{ replaces: true }]);
  });

  it("does not see what the plan chose as a change", async () => {
    const made = await stage.create("Source", { name: "logs", platform: "http" });
    expect((await stage.read("Source", made))?.inputs).toEqual(made.inputs);
    expect((await stage.import("Source", made.id))?.inputs).toMatchObject({ logsRetention: 3, metricsRetention: 30 });
  });

  it("passes on what Better Stack refuses, every field of it", async () => {
    const keyword = { monitorType: "udp", url: "example.com", pronounceableName: "host", policyId: "9" };
    await expect(stage.create("Monitor", keyword)).rejects.toThrow(
      /422: required_keyword can't be blank; port can't be blank; policy_id is invalid/,
    );
  });

  it.each([
    ["Monitor", { monitorType: "status", url: "a", pronounceableName: "b", regions: ["mars"] }, "regions[0]"],
    ["Monitor", { monitorType: "status", url: "a", pronounceableName: "b", sslExpiration: 5 }, "sslExpiration"],
    ["Heartbeat", { name: "a", period: 10, grace: 0 }, "period"],
    ["Source", { name: "a" }, "platform"],
  ])("refuses a %s like %j", (kind, inputs, reason) => {
    expect(() => stage.check(kind, inputs as Properties)).toThrow(reason);
  });

  it("makes things in the team that the provider names", async () => {
    const { signal } = new AbortController();
    const client = betterstack.configure({ teamName: "Web" }, { environment: stage.environment, signal });
    await heartbeat.create(
      { client, signal, created: () => undefined },
      heartbeat.inputs.parse(kinds["Heartbeat"]?.first),
    );
    expect((await stage.journal()).at(-1)?.requestBody).toMatchObject({ team_name: "Web" });
  });

  it("tells a wrong token as such, without showing it", async () => {
    const { signal } = new AbortController();
    const environment = { ...stage.environment, BETTERSTACK_API_TOKEN: "wrongwrongwrong" };
    const client = betterstack.configure({}, { environment, signal });
    const failure = monitor.read({ client, signal }, "1", {});
    await expect(failure).rejects.toThrow(/401[\s\S]*token in BETTERSTACK_API_TOKEN/);
    await expect(failure).rejects.not.toThrow("wrongwrong");
  });
});
