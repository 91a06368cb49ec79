import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, at, clientOf, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let ask: Ask;
let project: string;
const teamId = "team_LoopbackTeam000000000001";
const inTeam = (path: string) => `${path}${path.includes("?") ? "&" : "?"}teamId=${teamId}`;
const secret = "abcdefghijklmnopqrstuvwxyz012345";

beforeAll(async () => {
  cloud = await startTestCloud();
  ask = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
  const accounts = { domains: [{ name: "acme.com", teamId }] };
  await controlOf(cloud.control)("POST seed", { vendor: "vercel", accounts });
  const body = { name: "web" };
  project = String(at((await ask(inTeam("POST /v11/projects"), body)).body, "id"));
  await ask(inTeam(`PATCH /v1/projects/web/protection-bypass`), { generate: { secret } });
  await ask(inTeam("POST /v1/env"), {
    ...{ evs: [{ key: "A", value: "b" }], type: "sensitive", target: ["production"], projectId: [project] },
  });
  await ask(inTeam("POST /v2/domains/acme.com/records"), { type: "A", name: "www", value: "192.0.2.1" });
  await ask(inTeam("POST /v1/edge-config"), { slug: "switches" });
  await ask(inTeam("POST /v1/access-groups"), { name: "Web" });
});
afterAll(() => cloud.stop());

const delivery = { type: "http", endpoint: "https://a.test", encoding: "json", headers: {} };
const drain = { name: "logs", projects: "all", schemas: { log: { version: "v1" } }, delivery };
const rule = { name: "a", active: true, conditionGroup: [], action: { mitigate: { action: "deny" } } };
const firewall = (more: object) => ({ firewallEnabled: true, ...more });
const put = "PUT /v1/security/firewall/config?projectId=web";

describe("the loopback refuses as Vercel does", () => {
  it.each<[string, string, unknown, number, string]>([
    ["a bypass that is there", "PATCH /v1/projects/web/protection-bypass", { generate: { secret } }, 409, "conflict"],
    [
      "a bypass of another form",
      "PATCH /v1/projects/web/protection-bypass",
      { generate: { secret: "x" } },
      400,
      "secret",
    ],
    [
      "an unknown bypass",
      "PATCH /v1/projects/web/protection-bypass",
      { revoke: { secret: "x", regenerate: false } },
      404,
      "not_found",
    ],
    [
      "a rate limit without limits",
      put,
      firewall({ rules: [{ ...rule, action: { mitigate: { action: "rate_limit" } } }] }),
      400,
      "rateLimit",
    ],
    ["an unknown firewall key", put, firewall({ rulez: [] }), 400, "rulez"],
    ["a firewall of nobody's", "PUT /v1/security/firewall/config?projectId=nope", firewall({}), 404, "not_found"],
    ["a firewall that never was", "GET /v1/security/firewall/config/active?projectId=web", undefined, 404, "not_found"],
    [
      "an attack mode that is over",
      "POST /v1/security/attack-mode",
      { projectId: "web", attackModeEnabled: true, attackModeActiveUntil: 1 },
      400,
      "future",
    ],
    ["a webhook without events", "POST /v1/webhooks", { url: "https://a.test", events: [] }, 400, "events"],
    [
      "a webhook for another's project",
      "POST /v1/webhooks",
      { url: "https://a.test", events: ["deployment.ready"], projectIds: ["prj_x"] },
      400,
      "prj_x",
    ],
    ["a drain for some, but which", "POST /v1/drains", { ...drain, projects: "some" }, 400, "projectIds"],
    ["a drain by pigeon", "POST /v1/drains", { ...drain, delivery: { ...delivery, type: "pigeon" } }, 400, "delivery"],
    [
      "a shared key that is taken",
      "POST /v1/env",
      { evs: [{ key: "A", value: "c" }], target: ["production"] },
      409,
      "existing_key_and_target",
    ],
    [
      "a sensitive shared value in development",
      "POST /v1/env",
      { evs: [{ key: "B", value: "c" }], type: "sensitive", target: ["development"] },
      400,
      "development",
    ],
    [
      "a record that is there",
      "POST /v2/domains/acme.com/records",
      { type: "A", name: "www", value: "192.0.2.1" },
      409,
      "record_conflict",
    ],
    [
      "a record in another's zone",
      "POST /v2/domains/else.com/records",
      { type: "A", name: "www", value: "192.0.2.1" },
      404,
      "not_found",
    ],
    [
      "an MX record without a priority",
      "POST /v2/domains/acme.com/records",
      { type: "MX", name: "", value: "a." },
      400,
      "mxPriority",
    ],
    ["an edge config that is there", "POST /v1/edge-config", { slug: "switches" }, 409, "conflict"],
    ["a group that is there", "POST /v1/access-groups", { name: "Web" }, 400, "Web"],
    [
      "a group's unknown project",
      "POST /v1/access-groups/Web/projects",
      { projectId: "nope", role: "ADMIN" },
      404,
      "not_found",
    ],
    [
      "a release that never arrives",
      "PATCH /v1/projects/web/rolling-release/config",
      { enabled: true, stages: [{ targetPercentage: 1 }, { targetPercentage: 2 }] },
      400,
      "100",
    ],
    ["another team", "GET /v1/webhooks?teamId=team_x", undefined, 403, "forbidden"],
  ])("%s", async (_, call, body, status, word) => {
    const answer = await ask(call.includes("teamId=") ? call : inTeam(call), body);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringContaining(word)]);
  });

  it("keeps one bypass the environment variable while there is any", async () => {
    const path = inTeam("PATCH /v1/projects/web/protection-bypass");
    const { body } = await ask(path, { generate: {} });
    const entries = Object.entries(at(body, "protectionBypass") as object);
    expect(entries.map(([, { isEnvVar }]) => isEnvVar)).toEqual([true, false]);
    expect((await ask(path, { revoke: { secret, regenerate: false } })).status).toBe(400);
    await ask(path, { update: { secret: entries[1]?.[0], isEnvVar: true } });
    expect((await ask(path, { revoke: { secret, regenerate: false } })).status).toBe(200);
  });

  it("changes all items of an edge config, or none", async () => {
    const [id] = column((await ask(inTeam("GET /v1/edge-config"))).body, "id");
    const path = `/v1/edge-config/${id}/items`;
    const items = [
      { operation: "upsert", key: "a", value: 1 },
      { operation: "delete", key: "b" },
    ];
    expect((await ask(inTeam(`PATCH ${path}`), { items })).status).toBe(404);
    expect((await ask(inTeam(`GET ${path}`))).body).toEqual([]);
    expect((await ask(inTeam(`GET /v1/edge-config/${id}/item/a`))).status).toBe(204);
  });

  it("pages access groups by a text", async () => {
    await ask(inTeam("POST /v1/access-groups"), { name: "Site" });
    const first = await ask(inTeam("GET /v1/access-groups?limit=1"));
    const next = at(first.body, "pagination", "next");
    const second = await ask(inTeam(`GET /v1/access-groups?limit=1&next=${next}`));
    expect([...column(first.body, "name", "accessGroups"), ...column(second.body, "name", "accessGroups")]).toEqual([
      "Web",
      "Site",
    ]);
    expect(at(second.body, "pagination", "next")).toBeNull();
  });

  it("forgets with a project what was its own, and keeps what was the team's", async () => {
    await ask(inTeam("DELETE /v9/projects/web"));
    expect(column((await ask(inTeam("GET /v1/env"))).body, "projectId", "data")).toEqual([[]]);
    const { body } = await controlOf(cloud.control)("GET state");
    for (const kind of ["deployments", "firewalls", "customEnvironments"]) expect(at(body, "vercel", kind)).toEqual([]);
  });
});
