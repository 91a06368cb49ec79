import { core } from "./core.ts";

/**
 * `slackapi/slack-github-action` v4 with an incoming webhook: inputs that cannot be right are red; a post that Slack
 * refuses is red only where `errors` is true. Of the action's further posts after a refusal none is made.
 */
try {
  if (core.getInput("webhook") === "") throw new Error("Missing input! A webhook is required.");
  if (core.getInput("webhook-type") !== "incoming-webhook")
    throw new Error("Missing input! The webhook type must be 'incoming-webhook'.");
  await post(core.getInput("webhook"), JSON.stringify(JSON.parse(core.getInput("payload"))));
} catch (error) {
  core.setFailed(error);
}

async function post(webhook: string, body: string): Promise<void> {
  const response = await fetch(webhook, { method: "POST", headers: { "content-type": "application/json" }, body });
  const answer = await response.text();
  core.setOutput("ok", response.ok);
  core.setOutput("response", answer);
  if (response.ok) return;
  const refusal = `Slack refused the message: ${response.status} ${answer}`;
  if (core.getInput("errors") === "true") core.setFailed(refusal);
  else core.warning(refusal);
}
