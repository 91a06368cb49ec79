import * as slack from "../../providers/slack/sdk.ts";
import type { Exhibition } from "./gallery.ts";

/** Slack's one resource. Where the loopback's webhooks are stands in the variable that it tells for Slack. */
export function slackExhibits({ hang, turn, secret }: Exhibition): void {
  const origin = process.env["SLACK_API_URL"];
  if (origin === undefined) throw new Error("SLACK_API_URL is not set: it says where Slack is played");
  const token = secret("slack-webhook").replaceAll(/[^\w-]/g, "-");
  hang(
    "slackAlerts",
    slack.IncomingWebhook,
    { url: `${origin}/services/TGALLERY1/BALERTS1/${token}`, channel: turn("#alerts", "#alerts-renamed") },
    { provider: new slack.Provider("slack") },
  );
}
