import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "SentryDashboard";
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

const widget = (title: string) => ({
  title,
  widgetType: "error-events",
  layout: { x: 0, y: 0, w: 2, h: 2 },
  queries: [{ aggregates: ["count()"] }],
});
const board = { organization: "acme", title: "Glance", projects: ["web"], widgets: [widget("A"), widget("B")] };
const ids = async (id: string) => {
  const { body } = await stage.vendor(`GET /api/0/organizations/acme/dashboards/${id.split("/")[1]}/`);
  return (body as { widgets: { id: string; queries: { id: string }[] }[] }).widgets.map((one) => [
    one.id,
    one.queries[0]?.id,
  ]);
};

describe("a dashboard", () => {
  it("is made, read, imported, changed in place with the widgets that it has, and deleted", async () => {
    const made = await stage.create(token, board);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
    const before = await ids(made.id);
    await stage.writes();
    const next = { ...board, projects: [], period: "14d", widgets: [widget("A2"), widget("B"), widget("C")] };
    const changed = await stage.update(token, made, next);
    expect(await stage.writes()).toEqual([`PUT /api/0/organizations/acme/dashboards/${made.state["internalId"]}/`]);
    expect((await stage.read(token, changed))?.inputs).toEqual(changed.inputs);
    expect((await ids(made.id)).slice(0, 2)).toEqual(before);
    await stage.delete(token, changed);
    expect(await stage.read(token, changed)).toBeUndefined();
    await stage.delete(token, changed);
  });

  it("is made once when the answer is lost: its title is how it is found", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(token, board);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    await expect(stage.create(token, board)).rejects.toThrow(made.id);
    expect(stage.diff(token, made, { ...board, organization: "other" })).toMatchObject([{ replaces: true }]);
  });

  it("needs projects that are there, and tells what Sentry refuses", async () => {
    await expect(stage.create(token, { ...board, projects: ["none"] })).rejects.toThrow("acme has no project none");
    const wide = { ...board, widgets: [{ ...widget("A"), layout: { x: 6, y: 0, w: 2, h: 2 } }] };
    await expect(stage.create(token, wide)).rejects.toThrow("widgets[0].layout.x");
    expect(await stage.writes()).toEqual([]);
    await stage.create(token, board);
    const other = await stage.create(token, { ...board, title: "Other" });
    await expect(stage.update(token, other, board)).rejects.toThrow("409: Dashboard title already taken");
  });
});
