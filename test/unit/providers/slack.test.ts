import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { slack as played } from "../../../loopback/slack/vendor.ts";
import { slack } from "../../../providers/slack/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "IncomingWebhook";
const key = "0123abcdEFGH4567";
let stage: Stage;
let url: string;

const seed = (state: string) =>
  stage.control("POST seed", {
    vendor: "slack",
    accounts: { hooks: [{ workspace: "T1", id: "B1", channel: "alerts", state }] },
  });
beforeAll(async () => {
  stage = await setStage(played, slack);
  url = `${stage.environment["SLACK_API_URL"]}/services/T1/B1/${key}`;
});
beforeEach(() => seed("active"));
afterEach(() => stage.reset());
afterAll(() => stage.stop());

describe("a Slack webhook", () => {
  it("is proven without a message, at creation and at each look", async () => {
    const made = await stage.create(token, { url, channel: "#alerts" });
    expect(made).toMatchObject({ id: "T1/B1", state: { webhook: "T1/B1", answer: "no_text" } });
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect(await stage.control("GET state")).toMatchObject({ slack: { incoming_webhooks: [{ posted: 0 }] } });
  });

  it("keeps its address secret: in state, in its id, in errors", async () => {
    expect(slack.resources[0]?.secrets).toEqual(["url"]);
    const made = await stage.create(token, { url, channel: "#alerts" });
    expect(made.id).not.toContain(key);
    await seed("archived");
    const failure = stage.create(token, { url, channel: "#alerts" });
    await expect(failure).rejects.toThrow("T1/B1 for #alerts");
    await expect(failure).rejects.not.toThrow(key);
  });

  it.each([
    ["removed", "no_service", "add a new one in Slack"],
    ["archived", "channel_is_archived", "unarchive the channel"],
    ["prohibited", "action_prohibited", "an administrator forbids it"],
  ])(
    "that is %s is refused by its channel, Slack's word and the cure; later it reads as gone",
    async (state, word, cure) => {
      const made = await stage.create(token, { url, channel: "#alerts" });
      await seed(state);
      expect(await stage.read(token, made)).toBeUndefined();
      const failure = stage.create(token, { url, channel: "#alerts" });
      await expect(failure).rejects.toThrow(
        new RegExp(`for #alerts does not work: it answered "${word}"[\\s\\S]*${cure}`),
      );
    },
  );

  it("with another key does not work", async () => {
    await stage.create(token, { url, channel: "#alerts" });
    await expect(stage.create(token, { url: `${url}x`, channel: "#alerts" })).rejects.toThrow("invalid_token");
  });

  it("is renamed in place, replaced with its address, and forgotten without a call", async () => {
    const made = await stage.create(token, { url, channel: "#alerts" });
    expect(stage.diff(token, made, { url, channel: "#ops" })).toMatchObject([{ path: "channel", replaces: false }]);
    expect(stage.diff(token, made, { url: `${url}x`, channel: "#alerts" })).toMatchObject([{ replaces: true }]);
    expect((await stage.update(token, made, { url, channel: "#ops" })).inputs["channel"]).toBe("#ops");
    await stage.delete(token, made);
    await expect(stage.import(token, made.id)).rejects.toThrow("cannot be imported");
  });

  it.each([
    "https://hooks.example.com/services/T1/B1/x",
    "http://hooks.slack.com/services/T1/B1/x",
    "https://hooks.slack.com.example.com/services/T1/B1/x",
    "https://user@hooks.slack.com/services/T1/B1/x",
    "https://hooks.slack.com/triggers/T1/1/x",
    "https://hooks.slack.com/services/T1/B1/x?to=y",
    "https://127.0.0.1.example.com/services/T1/B1/x",
  ])("goes to Slack or this machine and nowhere else: not to %s", (elsewhere) => {
    expect(() => stage.check(token, { url: elsewhere, channel: "#alerts" })).toThrow("must be https://hooks.slack.com");
    expect(() => stage.check(token, { url: "https://hooks.slack.com/services/T1/B1/x", channel: "#a" })).not.toThrow();
  });
});
