import { PlatformError } from "../../errors.ts";
import { type ParseContext, platformDocument, stackDocument } from "../context.ts";
import type { ParsedDefinition } from "../definition.ts";
import { stageOf } from "../environment.ts";
import type { Document, Path } from "../problems.ts";
import { deploysPullRequests } from "../release.ts";
import type { Rule, Subject } from "./rule.ts";

/** Builds of the mobile app are a pipeline of the release, and each gets into the GitHub environment that it names. */
export const mobileRule: Rule = (subject) => {
  if (subject.definition?.mobile === undefined) return [];
  return [...unreleased(subject.definition, subject.context), ...shutOut(subject)];
};

const unfit = (document: Document, path: Path, problem: string, value: string): PlatformError =>
  new PlatformError({
    code: "mobile/unfit",
    where: document.where(path),
    problem,
    fix: document.fix(path, value),
  });

function unreleased({ mobile, release }: ParsedDefinition, context: ParseContext): PlatformError[] {
  const document = platformDocument(context);
  if (release === undefined)
    return [unfit(document, ["release"], "is missing: a pipeline of it builds the mobile app", "{}")];
  if (deploysPullRequests(release.staging) && release.without.preview === undefined) return [];
  return Object.entries(mobile?.profiles ?? {}).flatMap(([name, { on }]) =>
    on === "pullRequest"
      ? [
          unfit(
            document,
            ["mobile", "profiles", name, "on"],
            'is "pullRequest": pull requests get into an environment only where they are previewed (release.staging.on), so their jobs have no EXPO_TOKEN',
            "main",
          ),
        ]
      : [],
  );
}

/** What this stack's own environment does not let in. */
function shutOut({ definition, settings, kind, context }: Subject): PlatformError[] {
  if (definition?.mobile === undefined || settings === undefined || kind === undefined) return [];
  const { branches, tags } = settings.deployments;
  const main = definition.repository.defaultBranch;
  const here = Object.entries(definition.mobile.profiles).filter(([, { stage }]) => stage === stageOf(kind));
  const document = stackDocument(context, context.stack);
  const tagged = here.find(([, { on }]) => on === "tag")?.[0];
  const merged = here.find(([, { on }]) => on === "main")?.[0];
  return [
    ...(tagged !== undefined && tags.length === 0
      ? [
          unfit(
            document,
            ["deployments", "tags", 0],
            `is missing: mobile.profiles.${tagged} is built for a tag, and none gets in here`,
            "'v*'",
          ),
        ]
      : []),
    ...(merged !== undefined && !branches.includes(main)
      ? [
          unfit(
            document,
            ["deployments", "branches", 0],
            `is missing: mobile.profiles.${merged} is built on the default branch "${main}", and that does not get in here`,
            main,
          ),
        ]
      : []),
  ];
}
