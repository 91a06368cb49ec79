import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PlatformError } from "../../errors.ts";
import type { CommandContext } from "../command.ts";

/** What is built: a name for people and previews, and the commit that it stands for. */
export interface Source {
  /** Branch or tag; the commit where there is no name. */
  readonly ref: string;
  /** 40 hex digits; undefined where only the repository's host knows. */
  readonly commit: string | undefined;
}

const run = promisify(execFile);
const isCommit = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

/**
 * The commit that `--ref` names, else the checkout's own. A name is resolved here, so that what is built is what this
 * checkout was tested with, and not what somebody pushed a minute later.
 * @throws PlatformError when there is neither a name nor a checkout
 */
export async function sourceOf({ flags, project, environment }: CommandContext): Promise<Source> {
  const given = flags["ref"];
  if (typeof given === "string" && given.startsWith("-")) throw notARef(given);
  const wanted = typeof given === "string" ? given : "HEAD";
  const commit = isCommit(wanted) ? wanted : await git(project, environment, wanted);
  if (commit === undefined && typeof given !== "string") throw noCommit(project);
  if (typeof given === "string" && !isCommit(given)) return { ref: given, commit };
  // GitHub Actions: the branch of a pull request, else the branch or tag that the run is for.
  const name = environment["GITHUB_HEAD_REF"] || environment["GITHUB_REF_NAME"];
  return { ref: name || (commit ?? wanted), commit };
}

async function git(cwd: string, environment: CommandContext["environment"], ref: string): Promise<string | undefined> {
  const env = { PATH: environment["PATH"], HOME: environment["HOME"], GIT_OPTIONAL_LOCKS: "0" };
  try {
    const { stdout } = await run("git", ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], { cwd, env });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

const notARef = (given: string): PlatformError =>
  new PlatformError({
    code: "release/ref",
    where: "--ref",
    problem: `"${given}" is no commit, branch or tag`,
    fix: "npx groundplan deploy --ref $(git rev-parse HEAD)",
  });

const noCommit = (project: string): PlatformError =>
  new PlatformError({
    code: "release/no-commit",
    where: project,
    problem: "is no git checkout with a commit, so there is nothing to deploy",
    fix: "commit and push, or name what is pushed already: npx groundplan deploy --ref main",
  });
