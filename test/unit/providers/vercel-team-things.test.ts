import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { vercel as played } from "../../../loopback/vercel/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { vercel } from "../../../providers/vercel/provider.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
let projectId: string;
const teamId = "team_LoopbackTeam000000000001";
beforeAll(async () => {
  stage = await setStage(played, vercel, { team: teamId });
});
beforeEach(async () => {
  await stage.control("POST seed", { vendor: "vercel", accounts: { domains: [{ name: "acme.com", teamId }] } });
  projectId = (await stage.create("Project", { name: "web" })).id;
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const secret = "a secret of forty characters, about that";
const log = { deliveryFormat: "json", sources: ["lambda"], environments: ["production"] };
/** One of each that is found again by what it is, with the path of its creation. */
const things: [token: string, inputs: () => Properties, path: string][] = [
  ["LogDrain", () => ({ name: "logs", endpoint: "https://a.test", secret, ...log }), "/v1/drains$"],
  [
    "TraceDrain",
    () => ({ name: "traces", endpoint: "https://a.test", secret, deliveryFormat: "proto" }),
    "/v1/drains$",
  ],
  [
    "Drain",
    () => ({ name: "views", endpoint: "https://a.test", secret, schema: "analytics", deliveryFormat: "json" }),
    "/v1/drains$",
  ],
  [
    "SharedEnvironmentVariable",
    () => ({ key: "A", value: "b", sensitive: false, targets: ["preview"], projectIds: [projectId] }),
    "/v1/env$",
  ],
  ["EdgeConfig", () => ({ name: "switches" }), "/v1/edge-config$"],
  ["AccessGroup", () => ({ name: "Web team" }), "/v1/access-groups$"],
  ["DnsRecord", () => ({ domain: "acme.com", type: "A", name: "www", value: "192.0.2.1" }), "/records$"],
];
const fault = (pathPattern: string, kind: string) =>
  stage.control("POST faults", {
    vendor: "vercel",
    method: "POST",
    pathPattern,
    times: 1,
    kind,
    ...(kind === "status" ? { status: 402 } : {}),
  });

describe.each(things)("a team's %s", (token, inputs, path) => {
  it("is made once when the answer is lost, and reads back as it was declared", async () => {
    await fault(path, "drop-response");
    const made = await stage.create(token, inputs());
    expect((await stage.writes()).filter((call) => new RegExp(`^POST .*${path}`).test(call))).toHaveLength(1);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
  });

  it("is never taken over from a stranger", async () => {
    const { id } = await stage.create(token, inputs());
    await expect(stage.create(token, inputs())).rejects.toThrow(`example '${id}'`);
  });

  it("is imported with and without the team, and not by nonsense", async () => {
    const { id } = await stage.create(token, inputs());
    expect(await stage.import(token, id)).toBeDefined();
    expect((await stage.import(token, `${teamId}/${id}`))?.inputs["teamId"]).toBe(teamId);
    await expect(stage.import(token, `a/${teamId}/${id}`)).rejects.toThrow("give it as");
  });

  it("reads as gone when it is gone, and is removed twice without complaint", async () => {
    const made = await stage.create(token, inputs());
    await stage.delete(token, made);
    expect(await stage.read(token, made)).toBeUndefined();
    await stage.delete(token, made);
  });

  it("tells the vendor's refusal", async () => {
    await fault(path, "status");
    await expect(stage.create(token, inputs())).rejects.toThrow(/POST \/v.* answered 402/);
  });
});

describe("a webhook", () => {
  const wanted = { endpoint: "https://a.test", events: ["deployment.ready", "deployment.created"] };

  it("keeps the secret that Vercel told once", async () => {
    const made = await stage.create("Webhook", { ...wanted, projectIds: [projectId] });
    expect(made.state["secret"]).toMatch(/^\w{32}$/);
    const found = await stage.read("Webhook", made);
    expect(found?.inputs).toEqual(made.inputs);
    expect(found?.state["secret"]).toBe(made.state["secret"]);
    expect((await stage.import("Webhook", made.id))?.state["secret"]).toBe("");
  });

  it("is not made again when the answer is lost: nobody would know the secret of the first", async () => {
    await fault("/v1/webhooks$", "drop-response");
    await expect(stage.create("Webhook", wanted)).rejects.toThrow("it is not created twice");
    expect((await stage.vendor(`GET /v1/webhooks?teamId=${teamId}`)).body).toHaveLength(1);
  });

  it("is replaced by every change, and its events are a set of known ones", async () => {
    const made = await stage.create("Webhook", wanted);
    expect(stage.diff("Webhook", made, { ...wanted, events: wanted.events.toReversed() })).toEqual([]);
    expect(stage.diff("Webhook", made, { ...wanted, endpoint: "https://b.test" })).toMatchObject([{ replaces: true }]);
    expect(() => stage.check("Webhook", { ...wanted, events: ["deployment.sneezed"] })).toThrow("events[0]");
    expect(() => stage.check("Webhook", { ...wanted, events: [] })).toThrow("must name one at least");
  });
});

describe("a shared variable", () => {
  const token = "SharedEnvironmentVariable";
  const wanted = () => ({ key: "A", value: "one", sensitive: true, targets: ["production"], projectIds: [projectId] });

  it("keeps a sensitive value from state", async () => {
    const made = await stage.create(token, wanted());
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
  });

  it("sees that somebody changed a sensitive value", async () => {
    const made = await stage.create(token, wanted());
    const { status } = await stage.vendor(`PATCH /v1/env?teamId=${teamId}`, {
      updates: { [made.id]: { value: "two" } },
    });
    expect(status).toBe(200);
    expect((await stage.read(token, made))?.inputs["value"]).toBeUndefined();
  });

  it("tells who holds the key, also in another variable's targets", async () => {
    await stage.create(token, wanted());
    const overlapping = { ...wanted(), targets: ["production", "preview"] };
    await expect(stage.create(token, overlapping)).rejects.toThrow("409 existing_key_and_target");
  });

  it.each([
    [{ targets: [] }, "must name an environment"],
    [{ targets: ["development"] }, "must be false for the target development"],
    [{ key: "1A" }, "key"],
  ])("is refused with %o", async (change, reason) => {
    await expect(stage.create(token, { ...wanted(), ...change })).rejects.toThrow(reason);
  });
});

describe("a DNS record", () => {
  const domain = "acme.com";
  const srv = { priority: 10, weight: 5, port: 5060, target: "sip.acme.com." };

  it.each<Properties>([
    { type: "TXT", name: "_proof", value: "site=1" },
    { type: "SRV", name: "_sip._tcp", srv },
    { type: "MX", value: "mail.acme.com.", mxPriority: 10 },
  ])("reads back as it was declared: %o", async (wanted) => {
    const made = await stage.create("DnsRecord", { domain, ...wanted });
    expect((await stage.read("DnsRecord", made))?.inputs).toEqual(made.inputs);
    expect((await stage.import("DnsRecord", made.id))?.inputs).toEqual(made.inputs);
    const changed = await stage.update("DnsRecord", made, { domain, ...wanted, ttl: 900, name: "other" });
    expect((await stage.read("DnsRecord", changed))?.inputs).toEqual(changed.inputs);
  });

  it.each<[Properties, string]>([
    [{ type: "A", value: "192.0.2.1", srv }, "srv does not belong to A"],
    [{ type: "SRV", srv, value: "x" }, "value does not belong to SRV"],
    [{ type: "TXT", value: "x", mxPriority: 1 }, "mxPriority does not belong to TXT"],
  ])("is refused: %o", async (wanted, reason) => {
    await expect(stage.create("DnsRecord", { domain, ...wanted })).rejects.toThrow(reason);
  });

  it("needs a zone that Vercel hosts", async () => {
    const elsewhere = { domain: "elsewhere.com", type: "A", value: "192.0.2.1" };
    await expect(stage.create("DnsRecord", elsewhere)).rejects.toThrow("404 not_found");
  });
});

describe("a drain", () => {
  it("of another kind is not imported", async () => {
    const { id } = await stage.create("LogDrain", { name: "logs", endpoint: "https://a.test", ...log });
    expect(await stage.import("TraceDrain", id)).toBeUndefined();
    expect(await stage.import("Drain", id)).toBeUndefined();
  });

  it("is for all projects again when none is named any more", async () => {
    const wanted = { name: "logs", endpoint: "https://a.test", secret, ...log };
    const made = await stage.create("LogDrain", { ...wanted, projectIds: [projectId] });
    const changed = await stage.update("LogDrain", made, wanted);
    expect((await stage.read("LogDrain", changed))?.inputs).toEqual(stage.check("LogDrain", wanted));
  });
});

describe("an access group's project", () => {
  const token = "AccessGroupProject";

  it("is made once, changed in place, imported, and gone with its group", async () => {
    const group = await stage.create("AccessGroup", { name: "Web team" });
    const wanted = { accessGroupId: group.id, projectId, role: "PROJECT_VIEWER" };
    await fault("/projects$", "drop-response");
    const made = await stage.create(token, wanted);
    await expect(stage.create(token, wanted)).rejects.toThrow(`example '${group.id}/${projectId}'`);
    const changed = await stage.update(token, made, { ...wanted, role: "ADMIN" });
    expect((await stage.import(token, made.id))?.inputs).toEqual(changed.inputs);
    await stage.delete("AccessGroup", group);
    expect(await stage.read(token, changed)).toBeUndefined();
    await stage.delete(token, changed);
  });
});

describe("an edge config's", () => {
  let edgeConfigId: string;
  beforeEach(async () => {
    edgeConfigId = (await stage.create("EdgeConfig", { name: "switches" })).id;
  });

  it("item is made once, changes its kind in place, is imported, and removed twice", async () => {
    await stage.control("POST faults", { vendor: "vercel", method: "PATCH", times: 1, kind: "drop-response" });
    const made = await stage.create("EdgeConfigItem", { edgeConfigId, key: "a", value: "one" });
    await expect(stage.create("EdgeConfigItem", { edgeConfigId, key: "a", value: "one" })).rejects.toThrow(made.id);
    const changed = await stage.update("EdgeConfigItem", made, { edgeConfigId, key: "a", valueJson: [1, false] });
    expect((await stage.import("EdgeConfigItem", made.id))?.inputs).toEqual(changed.inputs);
    await stage.delete("EdgeConfigItem", changed);
    expect(await stage.read("EdgeConfigItem", changed)).toBeUndefined();
    await stage.delete("EdgeConfigItem", changed);
  });

  it.each([
    [{ value: "x", valueJson: 1 }, "cannot stand beside value"],
    [{ valueJson: "x" }, "belongs in value"],
    [{ key: "a b", value: "x" }, "key"],
  ])("item is refused: %o", async (wrong, reason) => {
    await expect(stage.create("EdgeConfigItem", { edgeConfigId, key: "a", ...wrong })).rejects.toThrow(reason);
  });

  it("token is a secret, never in the id, gone with the config, and made anew rather than imported", async () => {
    const made = await stage.create("EdgeConfigToken", { edgeConfigId, label: "web" });
    const { token, connectionString } = made.state;
    expect(made.id).not.toContain(token);
    expect(connectionString).toBe(`https://edge-config.vercel.com/${edgeConfigId}?token=${token}`);
    expect((await stage.read("EdgeConfigToken", made))?.inputs).toEqual(made.inputs);
    await expect(stage.import("EdgeConfigToken", made.id)).rejects.toThrow("cannot be imported");
    await stage.delete("EdgeConfigToken", made);
    expect(await stage.read("EdgeConfigToken", made)).toBeUndefined();
    await fault("/token$", "drop-response");
    await expect(stage.create("EdgeConfigToken", { edgeConfigId, label: "web" })).rejects.toThrow("not created twice");
  });
});
