import { blastRadius } from "./rules/blast-radius.ts";
import { deployConcurrency } from "./rules/deploy-concurrency.ts";
import { knownProfile } from "./rules/known-profile.ts";
import { knownScript } from "./rules/known-script.ts";
import { pinnedAction } from "./rules/pinned-action.ts";
import { releaseTrigger } from "./rules/release-trigger.ts";
import { requiredCheck } from "./rules/required-check.ts";
import type { Finding, Rule, Subject } from "./rules/rule.ts";
import { timeout } from "./rules/timeout.ts";

/** Our own rules: what GitHub's parser, zizmor and actionlint cannot know. */
export const rules: readonly Rule[] = [
  ...[blastRadius, requiredCheck, timeout, deployConcurrency],
  ...[pinnedAction, releaseTrigger, knownScript, knownProfile],
];

/** Everything that the rules find, by file and line. */
export const examine = (subject: Subject): Finding[] =>
  rules
    .flatMap((rule) => rule.check(subject).map((finding) => ({ rule: rule.name, ...finding })))
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
