import * as pulumi from "@pulumi/pulumi";
import { PlatformError, PlatformErrors } from "../errors.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import { parseGathered } from "./context.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { definitionFile, loadDefinition, nameMismatch, nameOf, stackFileOf } from "./project.ts";
import { reachableProblems } from "./reachable.ts";
import { keyProblems, readStackFiles } from "./stack-file.ts";

const environmentKey = "groundplan:environment";

/** What the program of a platform works with. */
export interface LoadedProgram {
  readonly spec: PlatformSpec;
  /** The value of a secret of the catalogue, as a secret Output. */
  secret(name: string): pulumi.Output<string>;
}

/**
 * Reads and checks the stack that the engine runs this program for, by the same parsing as `loadForCommand`.
 * @throws PlatformErrors with every problem
 */
export async function loadForProgram(machine: Machine = thisMachine()): Promise<LoadedProgram> {
  const spec = read(await loadDefinition(machine.directory), machine);
  const problems = reachableProblems(spec, machine.environment);
  if (problems.length > 0) throw new PlatformErrors(`The stack "${spec.stack}" cannot reach its vendors:`, problems);
  const secrets = new pulumi.Config("secrets");
  return { spec, secret: (name) => secrets.requireSecret(name) };
}

/** Runs the program; an error that is meant for people reaches them without a stack trace, any other one with it. */
export async function forPeople<T>(program: () => Promise<T>): Promise<T> {
  try {
    return await program();
  } catch (error) {
    if (error instanceof PlatformError || error instanceof PlatformErrors) throw new pulumi.RunError(error.message);
    throw error;
  }
}

function read(definition: unknown, { directory }: Machine): PlatformSpec {
  const stack = pulumi.getStack();
  const project = pulumi.getProject();
  const name = nameOf(definition);
  const config = pulumi.runtime.allConfig();
  const files = readStackFiles(directory);
  stackFileOf(files, stack);
  const secretKeys = Object.keys(config).filter((key) => key.startsWith("secrets:"));
  return parseGathered({
    stack,
    definition,
    definitionFile: definitionFile(directory),
    data: parsed(config[environmentKey]),
    secrets: Object.fromEntries(
      secretKeys.map((key) => [
        key.slice("secrets:".length),
        { encrypted: isEncrypted(key), value: config[key] ?? "" },
      ]),
    ),
    source: "effective",
    files,
    problems: [
      ...(name === undefined || name === project ? [] : [nameMismatch(project, name)]),
      ...keyProblems(keysOfOurs(config), stack, () => `Pulumi.${stack}.yaml`),
    ],
  });
}

/** The engine adds keys of its own (`pulumi:tags`, …) and keys of Pulumi.yaml under the project's name. */
const keysOfOurs = (config: Readonly<Record<string, string>>): string[] =>
  Object.keys(config).filter((key) => key !== `${pulumi.getProject()}:environment`);

/** The SDK has this function but leaves it out of its types. */
const runtime = pulumi.runtime as typeof pulumi.runtime & { isConfigSecret(key: string): boolean };
const isEncrypted = (key: string): boolean => runtime.isConfigSecret(key);

/** Structured values arrive as JSON text. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
