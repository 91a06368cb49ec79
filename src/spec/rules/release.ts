import { PlatformError } from "../../errors.ts";
import { platformDocument, stackDocument } from "../context.ts";
import { stageOf } from "../environment.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../problems.ts";
import type { Rule, Subject } from "./rule.ts";

/** A release asks of the stack file what it needs there: people who approve, branches and tags that may deploy; and of the catalogue the secrets that it names. */
export const releaseRule: Rule = (subject) => {
  if (subject.definition?.release === undefined) return [];
  return [...strangers(subject), ...unfit(subject)];
};

/** What the release itself names and nobody has. */
function strangers({ definition, context }: Subject): PlatformError[] {
  const { release, repository, secrets } = definition ?? {};
  const problems: PlatformError[] = [];
  const tell = (path: Path, problem: string, value: string) => {
    const document = platformDocument(context);
    const parts = { where: document.where(path), problem, fix: document.fix(path, value) };
    problems.push(new PlatformError({ code: "release/unknown", ...parts }));
  };
  const slack = release?.notify?.slack;
  const forJobs = (secrets ?? []).filter(({ consumers }) => consumers.includes("workflow")).map(({ name }) => name);
  if (slack !== undefined && !forJobs.includes(slack))
    tell(
      ["release", "notify", "slack"],
      `is "${slack}"; allowed: the catalogue's secrets that workflows read, ${forJobs.join(", ") || "none yet"}.${suggestion(slack, forJobs)}`,
      forJobs[0] ?? "<a secret with consumers: workflow>",
    );
  const names = (release?.checks ?? []).map(({ name }) => name);
  for (const [index, name] of names.entries())
    if (names.indexOf(name) !== index)
      tell(["release", "checks", index, "name"], `"${name}" stands in the list twice`, "<another name>");
  if (repository?.visibility === "public" && release?.without.backup === undefined)
    tell(
      ["release", "without", "backup"],
      "is missing: dumps are kept as artifacts, and everybody can read those of a public repository",
      '{ reason: "<where dumps are kept instead>" }',
    );
  return problems;
}

/** What the stack that customers use does not say, though its release depends on it. */
function unfit({ definition, settings, kind, context }: Subject): PlatformError[] {
  if (definition?.release === undefined || settings === undefined || kind === undefined) return [];
  const { production, staging, without } = definition.release;
  const { approvers, branches, tags } = settings.deployments;
  const live = stageOf(kind) === "live" && without["deploy-production"] === undefined;
  const trial = stageOf(kind) === "trial" && without["deploy-staging"] === undefined && staging.on !== "pullRequest";
  const main = definition.repository.defaultBranch;
  const needs: readonly { path: Path; because: string; wanted: boolean; value: string }[] = [
    {
      path: ["deployments", "approvers", 0],
      because: "is missing: each deployment is approved (release.production.approval), and nobody may approve one",
      wanted: live && production.approval && approvers.length === 0,
      value: "<a name from repository.people>",
    },
    {
      path: ["deployments", "tags", 0],
      because: 'is missing: tags are deployed (release.production.on is "tag"), and none may deploy here',
      wanted: live && production.on === "tag" && tags.length === 0,
      value: "'v*'",
    },
    {
      path: ["deployments", "branches", 0],
      because: `is missing: the default branch "${main}" is deployed here, and it may not`,
      wanted: (trial || (live && production.on === "main")) && !branches.includes(main),
      value: main,
    },
    {
      path: ["deployments", "branches", 0],
      because: `is missing: backup and drift start by night on the default branch "${main}", and it may not`,
      wanted:
        live && production.on === "tag" && approvers.length === 0 && !production.approval && !branches.includes(main),
      value: main,
    },
  ];
  const document = stackDocument(context, context.stack);
  return needs
    .filter(({ wanted }) => wanted)
    .map(
      ({ path, because, value }) =>
        new PlatformError({
          code: "release/unfit",
          where: document.where(path),
          problem: because,
          fix: document.fix(path, value),
        }),
    );
}
