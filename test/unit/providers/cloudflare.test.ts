import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cloudflare as played } from "../../../loopback/cloudflare/vendor.ts";
import { cloudflare } from "../../../providers/cloudflare/provider.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { type Stage, setStage } from "./stage.ts";

const zoneId = "0123456789abcdef0123456789abcdef";
const record = { zoneId, name: "app.example.com", type: "A", content: "192.0.2.1" };
const firewall = {
  zoneId,
  phase: "http_request_firewall_custom",
  rules: [{ action: "block", expression: "ip.src eq 192.0.2.1" }],
};
const entryPoint = `/zones/${zoneId}/rulesets/phases/http_request_firewall_custom/entrypoint`;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, cloudflare);
});
beforeEach(async () => {
  await stage.reset();
  await stage.control("POST seed", {
    vendor: "cloudflare",
    accounts: { zones: [{ id: zoneId, name: "example.com" }] },
  });
  await stage.journal();
});
afterAll(() => stage.stop());

describe.each([
  ["DnsRecord", record, { ...record, content: "192.0.2.2", comment: "moved" }, "POST", "content"],
  ["Ruleset", firewall, { ...firewall, description: "changed" }, "PUT", "description"],
] as const)("a Cloudflare %s", (token, first: Properties, changed: Properties, method, path) => {
  it("reads back as it was declared, by refresh and by import", async () => {
    const made = await stage.create(token, first);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
    await expect(stage.import(token, "x/y")).rejects.toThrow("give it as ");
  });

  it("is changed in place by one PUT, and moves to another zone by a new one", async () => {
    const made = await stage.create(token, first);
    await stage.journal();
    const now = await stage.update(token, made, changed);
    expect((await stage.writes()).map((call) => call.split(" ")[0])).toEqual(["PUT"]);
    const found = await stage.read(token, now);
    expect(found && stage.diff(token, found, changed)).toEqual([]);
    expect(found && stage.diff(token, found, first).map((one) => one.path)).toContain(path);
    const elsewhere = { ...first, zoneId: zoneId.replaceAll("0", "1") };
    expect(stage.diff(token, made, elsewhere)).toMatchObject([{ path: "zoneId", replaces: true }]);
  });

  it("is made once when the answer is lost, and a stranger's is not taken over", async () => {
    await stage.control("POST faults", { vendor: "cloudflare", method, times: 1, kind: "drop-response" });
    const made = await stage.create(token, first);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    const state = (await stage.control("GET state")) as { cloudflare: Record<string, unknown[]> };
    expect([...(state.cloudflare["dns_records"] ?? []), ...(state.cloudflare["rulesets"] ?? [])]).toHaveLength(1);
    await expect(stage.create(token, first)).rejects.toThrow(`example '${made.id}'`);
  });

  it("reads as gone when it or its zone is gone, and is deleted twice without complaint", async () => {
    const made = await stage.create(token, first);
    await stage.delete(token, made);
    expect(await stage.read(token, made)).toBeUndefined();
    await stage.delete(token, made);
    await stage.reset();
    expect(await stage.read(token, made)).toBeUndefined();
  });

  it("tells a wrong token without showing it, and an unknown zone", async () => {
    const { signal } = new AbortController();
    const environment = { ...stage.environment, CLOUDFLARE_API_TOKEN: "wrongwrongwrong" };
    const client = cloudflare.configure({}, { environment, signal });
    const definition = cloudflare.resources.find((one) => one.token.endsWith(`:${token}`));
    const failure = definition?.read({ client, signal }, `zones/${zoneId}/${zoneId}`, {});
    await expect(failure).rejects.toThrow(/401 10000: Authentication error[\s\S]*CLOUDFLARE_API_TOKEN/);
    await expect(failure).rejects.not.toThrow("wrongwrong");
    await expect(stage.create(token, { ...first, zoneId: "example.org" })).rejects.toThrow(
      "zoneId is no zone that the token in CLOUDFLARE_API_TOKEN sees; it sees example.com",
    );
  });
});

describe("a DNS record", () => {
  it.each([
    [
      "a relative name and the zone's name",
      { zoneId: "example.com", name: "App" },
      { zoneId, name: "app.example.com" },
    ],
    ["the zone itself", { name: "@" }, { name: "example.com" }],
    ["an IPv6 address", { type: "AAAA", content: "2001:DB8:0:0::1" }, { content: "2001:db8::1" }],
    ["a quoted text", { type: "TXT", content: '"one " "text"' }, { content: "one text" }],
    ["a host with a dot", { type: "CNAME", content: "Target.Example.com." }, { content: "target.example.com" }],
  ])("has one form: %s", async (_, given, expected) => {
    const made = await stage.create("DnsRecord", { ...record, ...given });
    expect(made.inputs).toMatchObject(expected);
    expect((await stage.read("DnsRecord", made))?.inputs).toEqual(made.inputs);
  });

  it("holds data where its type has parts", async () => {
    const data = { priority: 1, weight: 2, port: 443, target: "sip.example.com" };
    const made = await stage.create("DnsRecord", { zoneId, name: "_sip._tcp", type: "SRV", data });
    expect((await stage.read("DnsRecord", made))?.inputs).toEqual(made.inputs);
  });

  it.each([
    [{ type: "A", content: "example.com" }, "content must be an IPv4 address"],
    [{ type: "CAA", content: "x" }, "content is not for CAA: give it in data"],
    [{ data: { value: "x" } }, "data is not for A: give it in content"],
    [{ type: "MX", content: "mail.example.com" }, "The MX record app.example.com has no priority"],
    [{ priority: 1 }, "priority is not for A"],
    [{ proxied: true, ttl: 300 }, "ttl is automatic (1) for a proxied record"],
    [{ proxied: true, type: "TXT" }, "proxied is for A, AAAA, CNAME only"],
    [{ settings: { flattenCname: true } }, "settings.flattenCname is for CNAME only"],
    [{ settings: { ipv4Only: true } }, "ipv4Only and ipv6Only are for proxied records only"],
    [{ ttl: 5 }, "ttl must be 1 (automatic) or 30 to 86400"],
  ])("is refused with %j", async (given, reason) => {
    await expect(stage.create("DnsRecord", { ...record, ...given })).rejects.toThrow(reason);
    expect(await stage.writes()).toEqual([]);
  });

  it("says what Cloudflare says of a conflict", async () => {
    await stage.create("DnsRecord", record);
    const alias = { ...record, type: "CNAME", content: "target.example.com" };
    await expect(stage.create("DnsRecord", alias)).rejects.toThrow("400 81053: An A, AAAA, or CNAME record");
  });
});

describe("a ruleset", () => {
  it("takes an entry point without rules, which is nobody's", async () => {
    await stage.vendor(`PUT ${entryPoint}`, { rules: [] });
    const made = await stage.create("Ruleset", firewall);
    expect(made.state["version"]).toBe("2");
  });

  it("keeps a rule with a ref the same one, and sees another's change", async () => {
    const rules = [{ ref: "a", action: "block", expression: "true" }];
    const made = await stage.create("Ruleset", { ...firewall, rules });
    const idOf = async () => (await stage.vendor(`GET ${entryPoint}`)).body as { result: { rules: { id: string }[] } };
    const before = (await idOf()).result.rules[0]?.id;
    await stage.update("Ruleset", made, { ...firewall, rules: [{ action: "log", expression: "true" }, ...rules] });
    expect((await idOf()).result.rules[1]?.id).toBe(before);
    const found = await stage.read("Ruleset", made);
    expect(found && stage.diff("Ruleset", found, made.inputs).map(({ path }) => path)).toContain("rules[1]");
  });

  it("does not take Cloudflare's own logging of a skip for a difference", async () => {
    const rules = [{ action: "skip", expression: "true", actionParameters: { ruleset: "current" } }];
    const made = await stage.create("Ruleset", { ...firewall, rules });
    expect((await stage.import("Ruleset", made.id))?.inputs).toEqual(made.inputs);
  });

  it("tells all that is wrong with its rules at once", async () => {
    const limited = { action: "block", expression: "true", ref: "a", logging: { enabled: true } };
    const failure = stage.create("Ruleset", { ...firewall, phase: "http_ratelimit", rules: [limited, limited] });
    await expect(failure).rejects.toThrow(/rules\[0\].ratelimit is required[\s\S]*rules\[0\].logging is for skip only/);
    await expect(failure).rejects.toThrow("rules[1].ref is another rule's");
  });
});

describe("a zone's setting", () => {
  const tls = { zoneId: "example.com", settingId: "ssl", value: "strict" };

  it("is set, changed in place, and put back to what it was", async () => {
    const made = await stage.create("ZoneSetting", tls);
    expect(made).toMatchObject({ id: `${zoneId}/ssl`, state: { valueBefore: "full", editable: true } });
    expect((await stage.read("ZoneSetting", made))?.inputs).toEqual(made.inputs);
    expect((await stage.import("ZoneSetting", made.id))?.inputs).toEqual(made.inputs);
    const changed = await stage.update("ZoneSetting", made, { ...tls, value: "flexible" });
    expect(changed.state["valueBefore"]).toBe("full");
    await stage.delete("ZoneSetting", changed);
    expect((await stage.read("ZoneSetting", made))?.inputs["value"]).toBe("full");
    expect((await stage.journal()).filter(({ method }) => method === "PATCH")).toHaveLength(3);
    expect(stage.diff("ZoneSetting", made, { ...made.inputs, settingId: "http3" })).toMatchObject([{ replaces: true }]);
  });

  it("is set once more when the answer is lost, and left alone after an import", async () => {
    await stage.control("POST faults", { vendor: "cloudflare", method: "PATCH", times: 1, kind: "drop-response" });
    const made = await stage.create("ZoneSetting", tls);
    expect(made.state["valueBefore"]).toBe("full");
    const imported = await stage.import("ZoneSetting", made.id);
    if (imported === undefined) throw new Error("gone");
    await stage.delete("ZoneSetting", imported);
    expect((await stage.read("ZoneSetting", made))?.inputs["value"]).toBe("strict");
  });

  it("is refused with a value or a name that Cloudflare does not know", async () => {
    await expect(stage.create("ZoneSetting", { ...tls, value: "loose" })).rejects.toThrow("400 1007: Invalid value");
    await expect(stage.create("ZoneSetting", { ...tls, settingId: "sssl" })).rejects.toThrow("400 1006: Unrecognized");
  });
});

it.each(cloudflare.resources.map((one) => [one.token, one] as const))(
  "%s has no issue with what is not known yet",
  async (_, one) => {
    const { signal } = new AbortController();
    const client = cloudflare.configure({}, { environment: stage.environment, signal });
    expect((await one.check?.({ client, signal }, {}, {}))?.issues ?? []).toEqual([]);
    expect(await stage.journal()).toEqual([]);
  },
);
