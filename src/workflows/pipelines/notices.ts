import type { PlatformSpec } from "../../spec/platform.ts";
import { type Condition, failure, github, secret, success, text } from "../expression.ts";
import { action, type Step } from "../step.ts";

/**
 * Tells people how a job ended, well or not; nothing where the platform names nobody. A message that Slack refuses
 * is red: nobody would learn otherwise that the webhook is gone.
 */
export function notices({ title, release }: PlatformSpec, stack: string, done: "deployed" | "rolled back"): Step[] {
  if (release.notify === undefined) return [];
  const webhook = secret(release.notify.slack);
  const run = text`${github.serverUrl}/${github.repository}/actions/runs/${github.runId}`;
  const notice = (how: string, when: Condition): Step =>
    action(
      "slackapi/slack-github-action",
      {
        webhook,
        "webhook-type": "incoming-webhook",
        // slack-github-action: without it a refused post is green.
        errors: true,
        payload: text`{ "text": "${plainJson(`${title}, ${stack}`)} ${how}: ${run}" }`,
      },
      { name: `tell people that it ${how}`, if: when },
    );
  // In this order: a refused "was" is a failure too, and nobody may read that it was not.
  return [notice(`was not ${done}`, failure()), notice(`was ${done}`, success())];
}

/** Text as it stands between the quotes of JSON. */
const plainJson = (words: string): string => JSON.stringify(words).slice(1, -1);
