import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { slack as played } from "../../../loopback/slack/vendor.ts";
import { slack } from "../../../providers/slack/provider.ts";
import { slackExhibits } from "../../gallery/slack.ts";
import { slackByHand } from "../../gallery/slack-by-hand.ts";
import { visit } from "./gallery-visit.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, slack);
  vi.stubEnv("SLACK_API_URL", stage.environment["SLACK_API_URL"]);
  await stage.control("POST seed", { vendor: "slack", accounts: slackByHand.accounts });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stage.stop();
});

describe("the gallery of Slack", () => {
  it("is proven, changed in place and forgotten, without a message", async () => {
    const first = await visit(stage, slackExhibits, { turn: "first" });
    expect(first.unstable()).toEqual({});
    expect([...first.tokens()]).toEqual(slack.resources.map(({ token }) => token));
    const changed = await visit(stage, slackExhibits, { turn: "changed", before: first });
    expect(changed.unstable()).toEqual({});
    expect(changed.replaced()).toEqual([]);
    expect(Object.keys(slackByHand.notImported ?? {})).toEqual([...changed.exhibits.keys()]);
    expect(await stage.control("GET state")).toMatchObject({ slack: { incoming_webhooks: [{ posted: 0 }] } });
  });
});
