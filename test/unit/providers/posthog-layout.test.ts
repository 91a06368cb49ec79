import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { posthog as played } from "../../../loopback/posthog/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { posthog } from "../../../providers/posthog/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "DashboardLayout";
let stage: Stage;
let board: { projectId: number; dashboardId: number };
let insightId: number;
const path = () => `/api/projects/${board.projectId}/dashboards/${board.dashboardId}/`;

beforeAll(async () => {
  stage = await setStage(played, posthog);
});
beforeEach(async () => {
  const projectId = Number((await stage.create("Project", { name: "web" })).state["projectId"]);
  const dashboardId = Number((await stage.create("Dashboard", { projectId, name: "Board" })).state["dashboardId"]);
  board = { projectId, dashboardId };
  const query = { kind: "DataTableNode" };
  const insight = await stage.create("Insight", { projectId, name: "Events", query, dashboardIds: [dashboardId] });
  insightId = Number(insight.state["insightId"]);
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const sm = (x: number, y: number) => ({ sm: { x, y, w: 6, h: 2 } });
const layout = (...tiles: Properties[]): Properties => ({ ...board, tiles });

describe("a dashboard's layout", () => {
  it("places insights and texts, and reads back as it was declared, by refresh and by import", async () => {
    const given = layout({ textBody: "# A", layouts: sm(0, 0) }, { insightId, layouts: sm(0, 2), color: "blue" });
    const made = await stage.create(token, given);
    expect(made.id).toBe(`${board.projectId}/${board.dashboardId}`);
    expect(made.state["tileIds"]).toHaveLength(2);
    expect(await stage.writes()).toEqual([`PATCH ${path()}`]);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
  });

  it("is changed in place: a text that stays keeps its tile, one that is left out goes", async () => {
    const made = await stage.create(
      token,
      layout({ textBody: "A", layouts: sm(0, 0) }, { textBody: "B", layouts: sm(6, 0) }),
    );
    const [first] = made.state["tileIds"] as number[];
    const changed = await stage.update(token, made, layout({ textBody: "A", layouts: sm(0, 4) }));
    expect(changed.state["tileIds"]).toEqual([first]);
    expect((await stage.read(token, changed))?.inputs).toEqual(changed.inputs);
  });

  it("sees a tile that was moved or added behind its back", async () => {
    const made = await stage.create(token, layout({ textBody: "A", layouts: sm(0, 0) }));
    await stage.vendor(`PATCH ${path()}`, { tiles: [{ text: { body: "B" }, layouts: sm(0, 9) }] });
    const found = await stage.read(token, made);
    expect(found && stage.diff(token, found, made.inputs).map((one) => one.path)).toEqual(["tiles[1]"]);
  });

  it("is placed once when the answer is lost", async () => {
    await stage.control("POST faults", { vendor: "posthog", method: "PATCH", times: 1, kind: "drop-response" });
    const made = await stage.create(
      token,
      layout({ insightId, layouts: sm(0, 0) }, { textBody: "A", layouts: sm(0, 2) }),
    );
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.vendor(`GET ${path()}`)).body).toMatchObject({
      tiles: [{ text: null }, { text: { body: "A" } }],
    });
  });

  it("takes its texts away when it is deleted, leaves the insights, and is gone with its dashboard", async () => {
    const made = await stage.create(
      token,
      layout({ textBody: "A", layouts: sm(0, 0) }, { insightId, layouts: sm(0, 2) }),
    );
    await stage.delete(token, made);
    const { body } = await stage.vendor(`GET ${path()}`);
    expect(body).toMatchObject({ tiles: [{ insight: { id: insightId }, layouts: {}, color: null }] });
    await stage.vendor(`PATCH ${path()}`, { deleted: true });
    expect(await stage.read(token, made)).toBeUndefined();
    await stage.delete(token, made);
  });

  it("names insights that are not on the dashboard, and tiles that are no tiles", async () => {
    await expect(stage.create(token, layout({ insightId: 7, layouts: sm(0, 0) }))).rejects.toThrow(
      /does not hold the insights 7[\s\S]*name the dashboard in dashboardIds/,
    );
    await expect(
      stage.create(token, layout({ insightId, textBody: "A" }, { textBody: "B" }, { textBody: "B" })),
    ).rejects.toThrow(/tiles\[0\] has insightId and textBody[\s\S]*tiles\[2\] stands on the dashboard already/);
    expect(await stage.writes()).toEqual([]);
  });
});
