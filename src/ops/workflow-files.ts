import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { loadDefinition, loadForCommand } from "../config/command.ts";
import { PlatformError } from "../errors.ts";
import { defaultStack } from "../spec/environment.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import { codeOwnersPath, shadowedBy } from "../workflows/governance-files.ts";
import type { CommandContext } from "./command.ts";
import { ownerAmong } from "./owner.ts";

/** The platform as the stack declares it that owns the repository: what workflows are made from. Secrets may be missing. */
export async function ownersSpec({ project }: CommandContext): Promise<PlatformSpec> {
  const definition = await loadDefinition(project);
  const stack = ownerAmong(project) ?? defaultStack;
  return loadForCommand({ directory: project, stack, definition, lenient: true }).spec;
}

/** The repository's folder: where `.github` is. */
export const repositoryFolder = ({ project, flags }: CommandContext): string =>
  typeof flags["into"] === "string" ? resolve(project, flags["into"]) : project;

/** Every file that GitHub reads in a repository, ours or not, by its path in it. */
export function filesIn(repository: string): ReadonlyMap<string, string> {
  const folder = join(repository, ".github");
  const inside = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const paths = inside
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(repository, join(parentPath, name)).replaceAll(sep, "/"));
  const others = shadowedBy(codeOwnersPath).filter((path) => existsSync(join(repository, path)));
  return new Map([...paths, ...others].sort().map((path) => [path, readFileSync(join(repository, path), "utf8")]));
}

/** Names of package.json's scripts, where there is one. */
export function scriptsOf(repository: string): readonly string[] | undefined {
  const file = join(repository, "package.json");
  if (!existsSync(file)) return undefined;
  const { scripts = {} }: { scripts?: Record<string, string> } = JSON.parse(readFileSync(file, "utf8"));
  return Object.keys(scripts);
}

/** Names of the profiles in the mobile app's eas.json, none without that file; undefined without an app. @throws PlatformError for a file that is no JSON. */
export function profilesOf(repository: string, { mobile }: PlatformSpec): readonly string[] | undefined {
  if (mobile === undefined) return undefined;
  const file = join(repository, mobile.root, "eas.json");
  if (!existsSync(file)) return [];
  try {
    const { build = {} }: { build?: object } = JSON.parse(readFileSync(file, "utf8"));
    return Object.keys(build);
  } catch {
    throw new PlatformError({
      code: "workflow/eas-json",
      where: `${mobile.root}/eas.json`,
      problem: "is no JSON, so its profiles cannot be read",
      fix: "write it as plain JSON, without comments",
    });
  }
}
