import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { slack as played } from "../../../loopback/slack/vendor.ts";
import { type Ask, asker, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let hook: Ask;
let control: Ask;
const path = "POST /services/T1/B1/0123456789abcdef";

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [played] });
  // No token: the address is the secret.
  hook = asker(cloud.control.origins["slack"] ?? "", "");
  control = controlOf(cloud.control);
  await seed("active");
});
afterAll(() => cloud.stop());

const seed = (state: string) =>
  control("POST seed", {
    vendor: "slack",
    accounts: { hooks: [{ workspace: "T1", id: "B1", channel: "alerts", state }] },
  });

describe("Slack", () => {
  it("posts a message, refuses one without text, and counts what was posted", async () => {
    expect(await hook(path, { text: "hello" })).toMatchObject({ status: 200, body: "ok" });
    expect(await hook(path, {})).toMatchObject({ status: 400, body: "no_text" });
    expect(await hook(path, "no json")).toMatchObject({ status: 400, body: "invalid_payload" });
    const { slack } = (await control("GET state")).body;
    expect(slack.incoming_webhooks).toMatchObject([{ posted: 1 }]);
    expect(slack.messages).toEqual([{ webhook: "T1/B1", channel: "alerts", text: "hello" }]);
  });

  it("knows a webhook by its whole address, and keeps it to itself", async () => {
    expect(await hook("POST /services/T1/B2/x", {})).toMatchObject({ status: 404, body: "no_service" });
    expect(await hook(`${path}x`, {})).toMatchObject({ status: 403, body: "invalid_token" });
    const told = [await control("GET state"), await control("GET journal")].map(({ body }) => JSON.stringify(body));
    expect(told.join()).not.toContain("0123456789abcdef");
  });

  it.each([
    ["removed", 404, "no_service"],
    ["archived", 410, "channel_is_archived"],
    ["prohibited", 403, "action_prohibited"],
  ])("that is %s says so", async (state, status, body) => {
    await seed(state);
    expect(await hook(path, { text: "hello" })).toMatchObject({ status, body });
  });

  it("plays nothing else of Slack", async () => {
    const token = cloud.control.environment["SLACK_BOT_TOKEN"] ?? "";
    const answer = await asker(cloud.control.origins["slack"] ?? "", token)("POST /api/chat.postMessage", {
      text: "x",
    });
    expect(answer).toMatchObject({ status: 501, body: { ok: false } });
  });
});
