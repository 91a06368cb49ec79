import type { EngineReport } from "../engine/events.ts";
import { PlatformError } from "../errors.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import { inTheWay } from "../workflows/compare.ts";
import { shadowedBy } from "../workflows/governance-files.ts";
import { repositoryFiles } from "../workflows/repository-files.ts";
import { type GitHubApi, partOf } from "./github-api.ts";

/**
 * Files that people wrote on the default branch and that a preview would overwrite, or make count no more: the platform
 * writes over whatever stands at a path, so that files which were generated and committed are no obstacle.
 */
export async function ownFiles(spec: PlatformSpec, report: EngineReport, api: GitHubApi): Promise<PlatformError[]> {
  const { owner, name, defaultBranch } = spec.repository;
  const creates = report.steps.filter(({ op }) => op === "create");
  if (creates.some(({ type }) => type === "github:index/repository:Repository")) return [];
  const paths = creates.flatMap(({ type, new: made }) =>
    type === "github:index/repositoryFile:RepositoryFile" ? [made?.inputs?.["file"]] : [],
  );
  // Most runs create none: then there is nothing to render or to ask for.
  if (paths.length === 0) return [];
  const wanted = repositoryFiles(spec).filter(({ path }) => paths.includes(path));
  const looked = wanted.flatMap(({ path }) => [path, ...shadowedBy(path)]);
  const there = await Promise.all(
    looked.map(async (path) => {
      const at = `repos/${owner}/${name}/contents/${path}?ref=${encodeURIComponent(defaultBranch)}`;
      // A GitHub that does not answer now answers the write itself, and that says what is wrong.
      const file = await api.get(at).catch(() => undefined);
      return file === undefined ? [] : [[path, textOf(file)] as const];
    }),
  );
  return inTheWay(wanted, new Map(there.flat())).map(
    ({ path, problem, fix }) =>
      new PlatformError({ code: "file/somebodys-own", where: `${owner}/${name} ${path}`, problem, fix }),
  );
}

/** GitHub REST, "Get repository content": the text in base64; nothing of a folder, or of what is larger than 1 MB. */
function textOf(file: unknown): string {
  return Buffer.from(String(partOf(file, "content") ?? ""), "base64").toString("utf8");
}
