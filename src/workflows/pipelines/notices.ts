import type { PlatformSpec } from "../../spec/platform.ts";
import { type Condition, failure, github, secret, success, text } from "../expression.ts";
import { action, type Step } from "../step.ts";

/** What a job does, in the words that people read about it. */
type Done = "deployed" | "rolled back";

/**
 * Tells people how a job ended, well or not; nothing where the platform names nobody. In this order: a refused message is
 * a failure too, and after it nobody may read that nothing was done.
 */
export const notices = (spec: PlatformSpec, stack: string, done: Done): Step[] => [
  ...failureNotice(spec, stack, done),
  ...notice(spec, stack, `was ${done}`, success()),
];

/** Tells people only when it did not end well. */
export const failureNotice = (spec: PlatformSpec, stack: string, done: Done): Step[] =>
  notice(spec, stack, `was not ${done}`, failure());

function notice({ title, release }: PlatformSpec, stack: string, how: string, when: Condition): Step[] {
  if (release.notify === undefined) return [];
  const run = text`${github.serverUrl}/${github.repository}/actions/runs/${github.runId}`;
  return [
    action(
      "slackapi/slack-github-action",
      {
        webhook: secret(release.notify.slack),
        "webhook-type": "incoming-webhook",
        // slack-github-action: without it a refused post is green, and nobody learns that the webhook is gone.
        errors: true,
        payload: text`{ "text": "${plainJson(`${title}, ${stack}`)} ${how}: ${run}" }`,
      },
      { name: `tell people that it ${how}`, if: when },
    ),
  ];
}

/** Text as it stands between the quotes of JSON. */
const plainJson = (words: string): string => JSON.stringify(words).slice(1, -1);
