import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadDefinition, loadForCommand } from "../config/command.ts";
import { defaultStack } from "../spec/environment.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import { workflowFolder } from "../workflows/render.ts";
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

/** Every workflow file of a repository, ours or not, by its path in it. */
export function filesIn(repository: string): ReadonlyMap<string, string> {
  const folder = join(repository, workflowFolder);
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return new Map(names.sort().map((name) => [`${workflowFolder}/${name}`, readFileSync(join(folder, name), "utf8")]));
}

/** Names of package.json's scripts, where there is one. */
export function scriptsOf(repository: string): readonly string[] | undefined {
  const file = join(repository, "package.json");
  if (!existsSync(file)) return undefined;
  const { scripts = {} }: { scripts?: Record<string, string> } = JSON.parse(readFileSync(file, "utf8"));
  return Object.keys(scripts);
}
