import { PlatformError } from "../../errors.ts";
import { platformDocument } from "../context.ts";
import { suggestion } from "../nearest.ts";
import { measuredApp } from "../performance.ts";
import type { Path } from "../problems.ts";
import { deploysDefaultBranch } from "../release.ts";
import type { Rule } from "./rule.ts";

/** Performance is measured of an application that is there, by a pipeline of the release, where the default branch is deployed. */
export const performanceRule: Rule = ({ definition, context }) => {
  if (definition?.performance === undefined) return [];
  const { performance, apps, release } = definition;
  const { where, fix } = platformDocument(context);
  const problems: PlatformError[] = [];
  const tell = (path: Path, problem: string, remedy: string) => {
    problems.push(new PlatformError({ code: "performance/unfit", where: where(path), problem, fix: remedy }));
  };
  const known = Object.keys(apps);
  const app = measuredApp(performance, known);
  if (app === undefined || !known.includes(app))
    tell(
      ["performance", "app"],
      `is ${app === undefined ? "missing" : `"${app}"`}; allowed: the platform's applications, ${known.join(", ") || "none yet"}.${suggestion(app ?? "", known)}`,
      fix(["performance", "app"], known[0] ?? "<an application>"),
    );
  const measured = app === undefined ? undefined : apps[app];
  if (app !== undefined && measured?.project === "shared" && measured.previewProtection)
    // Vercel: standard protection lets people without an account in at a project's production domains alone.
    tell(
      ["apps", app, "previewProtection"],
      "is true in a shared project: where releases are tried is a preview there, and what is measured would be its sign-in",
      fix(["apps", app, "previewProtection"], "false"),
    );
  if (release === undefined)
    tell(["release"], "is missing: a pipeline of it measures performance", fix(["release"], "{}"));
  else if (!deploysDefaultBranch(release.staging))
    tell(
      ["performance"],
      'is measured where the default branch is deployed, and release.staging.on is "pullRequest"',
      `edit release.staging.on in ${context.definitionFile}: both`,
    );
  return problems;
};
