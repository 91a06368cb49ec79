import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const at = { organization: "acme", project: "web" };
let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(async () => {
  const accounts = { organizations: [{ slug: "acme", teams: ["web"] }] };
  await stage.control("POST seed", { vendor: "sentry", accounts });
  await stage.vendor("POST /api/0/teams/acme/web/projects/", { name: "Web", slug: "web" });
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

/** What each part is first, what it becomes, the calls of a change, and what a deletion leaves. */
const parts: [token: string, id: string, first: Properties, then: Properties, writes: string[], left: Properties][] = [
  [
    "SentryProjectInboundDataFilter",
    "acme/web/localhost",
    { ...at, filterId: "localhost", active: true },
    { ...at, filterId: "localhost", active: false },
    ["PUT /api/0/projects/acme/web/filters/localhost/"],
    { active: false },
  ],
  [
    "SentryProjectInboundDataFilter",
    "acme/web/legacy-browsers",
    { ...at, filterId: "legacy-browsers", subfilters: ["safari", "ie"] },
    { ...at, filterId: "legacy-browsers", subfilters: ["ie11"] },
    ["PUT /api/0/projects/acme/web/filters/legacy-browsers/"],
    { subfilters: [] },
  ],
  [
    "SentryProjectSpikeProtection",
    "acme/web",
    { ...at, enabled: false },
    { ...at, enabled: true },
    ["POST /api/0/organizations/acme/spike-protections/"],
    { enabled: true },
  ],
  [
    "SentryProjectOwnership",
    "acme/web",
    { ...at, raw: "path:* #web\n", fallthrough: false },
    { ...at, raw: "path:src/* #web", autoAssignment: "Turn off Auto-Assignment", codeownersAutoSync: false },
    ["PUT /api/0/projects/acme/web/ownership/"],
    { raw: "", fallthrough: true },
  ],
];

describe.each(parts)("%s %s", (token, id, first, then, writes, left) => {
  it("is set, read back, imported, changed in place and put back", async () => {
    const made = await stage.create(token, first);
    expect(made.id).toBe(id);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, id))?.inputs).toEqual(made.inputs);
    await stage.writes();
    const changed = await stage.update(token, made, then);
    expect(await stage.writes()).toEqual(writes);
    expect((await stage.read(token, changed))?.inputs).toEqual(changed.inputs);
    await stage.update(token, changed, first);
    await stage.delete(token, changed);
    expect((await stage.import(token, id))?.inputs).toMatchObject(left);
  });

  it("is set once more when the answer is lost, without harm", async () => {
    const fault = { vendor: "sentry", times: 1, kind: "drop-response" };
    for (const method of ["PUT", "DELETE"]) await stage.control("POST faults", { ...fault, method });
    const made = await stage.create(token, first);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
  });

  it("is gone with its project, and refused without one", async () => {
    const made = await stage.create(token, first);
    await stage.vendor("DELETE /api/0/projects/acme/web/");
    expect(await stage.read(token, made)).toBeUndefined();
    await stage.delete(token, made);
    await expect(stage.create(token, { ...first, project: "nothing" })).rejects.toThrow(/404|has no project/);
  });

  it("is another one in another project", async () => {
    const made = await stage.create(token, first);
    expect(stage.diff(token, made, { ...first, project: "other" })).toMatchObject([
      { path: "project", replaces: true },
    ]);
  });

  it("refuses an import id of another form", async () => {
    await expect(stage.import(token, "web")).rejects.toThrow("is no import id");
  });
});

describe("an inbound filter", () => {
  it("takes browsers for one filter alone", async () => {
    const wrong = { ...at, filterId: "localhost", subfilters: ["ie"] };
    await expect(stage.create("SentryProjectInboundDataFilter", wrong)).rejects.toThrow("belong to legacy-browsers");
    const off = { ...at, filterId: "legacy-browsers", active: false };
    await expect(stage.create("SentryProjectInboundDataFilter", off)).rejects.toThrow("set subfilters to []");
  });
});
