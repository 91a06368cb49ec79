import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PlatformError } from "../errors.ts";
import { suggestion } from "../spec/nearest.ts";
import { loadDefinition, nameOf } from "./project.ts";
import { readStackFiles } from "./stack-file.ts";

/** A platform of this repository: its Pulumi project's folder and its stacks. */
export interface PlatformFolder {
  readonly name: string;
  readonly directory: string;
  readonly stacks: readonly string[];
}

/** The platform of the repository itself, then those under `platforms/`, by name. */
export async function platformFolders(repository: string): Promise<PlatformFolder[]> {
  const below = join(repository, "platforms");
  const folders = existsSync(below) ? readdirSync(below).sort() : [];
  const directories = [repository, ...folders.map((name) => join(below, name))];
  const projects = directories.filter((directory) => existsSync(join(directory, "Pulumi.yaml")));
  return Promise.all(
    projects.map(async (directory) => ({
      name: nameOf(await loadDefinition(directory)) ?? directory,
      directory,
      stacks: readStackFiles(directory).map(({ stack }) => stack),
    })),
  );
}

/** @throws PlatformError when the repository has no such platform. */
export async function platformFolder(repository: string, name: string): Promise<PlatformFolder> {
  const all = await platformFolders(repository);
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = all.map((one) => one.name);
  throw new PlatformError({
    code: "platform/unknown",
    where: "--platform",
    problem: `is "${name}"; allowed: ${names.join(", ")}.${suggestion(name, names)}`,
    fix: "name one of them, or run the command in the platform's own folder",
  });
}
