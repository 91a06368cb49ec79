import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { PlatformError } from "../errors.ts";
import { suggestion } from "../spec/nearest.ts";
import type { StackFile } from "./stack-file.ts";

/** Where a project keeps its definition: a platform of its own folder, or the platform of a repository. */
const definitionFiles = ["platform.ts", "src/platform.ts"];

/** The path of a project's definition, relative to it. @throws PlatformError when there is none. */
export function definitionFile(directory: string): string {
  const found = definitionFiles.find((file) => existsSync(join(directory, file)));
  if (found !== undefined) return found;
  throw new PlatformError({
    code: "project/no-definition",
    where: directory,
    problem: `holds neither ${definitionFiles.join(" nor ")}`,
    fix: "run the command in the folder of a platform, or name it: --platform <name>",
  });
}

/** What the project's definition exports. */
export async function loadDefinition(directory: string): Promise<unknown> {
  const file = join(directory, definitionFile(directory));
  const loaded: { default?: unknown } = await import(pathToFileURL(file).href);
  return loaded.default;
}

/** The Pulumi project's name is the platform's name: state and URNs carry the one, everything else the other. */
export function projectNameProblems(directory: string, definition: unknown): PlatformError[] {
  const file = join(directory, "Pulumi.yaml");
  if (!existsSync(file)) {
    return [
      new PlatformError({
        code: "project/missing",
        where: "Pulumi.yaml",
        problem: `is not in ${directory}`,
        fix: "run the command in a folder with a Pulumi.yaml",
      }),
    ];
  }
  const project: unknown = parse(readFileSync(file, "utf8"));
  const own = nameOf(project);
  const wanted = nameOf(definition);
  return own === wanted || wanted === undefined ? [] : [nameMismatch(own, wanted)];
}

export const nameMismatch = (own: string | undefined, wanted: string): PlatformError =>
  new PlatformError({
    code: "project/name",
    where: "Pulumi.yaml name",
    problem: `is "${own ?? ""}", but the platform is called "${wanted}"`,
    fix: `write name: ${wanted} in Pulumi.yaml`,
  });

export const nameOf = (value: unknown): string | undefined =>
  typeof value === "object" && value !== null && "name" in value && typeof value.name === "string"
    ? value.name
    : undefined;

/** @throws PlatformError when the project has no such stack. */
export function stackFileOf(files: readonly StackFile[], stack: string): StackFile {
  const found = files.find((file) => file.stack === stack);
  if (found !== undefined) return found;
  const stacks = files.map((file) => file.stack);
  throw new PlatformError({
    code: "config/unknown-stack",
    where: `Pulumi.${stack}.yaml`,
    problem: `there is no stack "${stack}"; allowed: ${stacks.join(", ") || "none"}.${suggestion(stack, stacks)}`,
    fix: `name one of them with --stack, or write Pulumi.${stack}.yaml`,
  });
}
