import { type PlatformError, PlatformErrors } from "../errors.ts";
import type { FoundSecret, ParseContext } from "../spec/context.ts";
import { parsePlatform } from "../spec/parse.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { StackFile } from "./stack-file.ts";

/** What was gathered about a stack, by whichever way, before it is parsed. */
export interface Gathered {
  readonly stack: string;
  readonly definition: unknown;
  readonly definitionFile: string;
  readonly data: unknown;
  readonly secrets: Readonly<Record<string, FoundSecret>>;
  readonly source: ParseContext["source"];
  /** The committed stack files of the project. */
  readonly files: readonly StackFile[];
  /** Problems found while gathering. */
  readonly problems: readonly PlatformError[];
}

/** The one way from what was gathered to a platform: commands and program take it alike. @throws PlatformErrors with everything that is wrong. */
export function parseGathered(gathered: Gathered): PlatformSpec {
  const { stack, files } = gathered;
  const context: ParseContext = {
    stack,
    definitionFile: gathered.definitionFile,
    stacks: Object.fromEntries(files.map((file) => [file.stack, file.data])),
    secrets: gathered.secrets,
    ciphertexts: Object.fromEntries(files.map((file) => [file.stack, file.ciphertexts])),
    source: gathered.source,
    locate: (of, path, key) => {
      const file = files.find((one) => one.stack === of);
      const line = file?.line(path, key);
      return `${file?.name ?? `Pulumi.${of}.yaml`}${line === undefined ? "" : `:${line}`}`;
    },
  };
  const others = files
    .filter((file) => file.stack !== stack)
    .flatMap((file) => file.problems.filter(({ code }) => code === "config/syntax"));
  const before = [...gathered.problems, ...others];
  let spec: PlatformSpec | undefined;
  try {
    spec = parsePlatform(gathered.definition, gathered.data, context);
  } catch (error) {
    if (!(error instanceof PlatformErrors)) throw error;
    throw refused(stack, [...before, ...error.problems]);
  }
  if (before.length > 0) throw refused(stack, before);
  return spec;
}

const refused = (stack: string, problems: readonly PlatformError[]): PlatformErrors =>
  new PlatformErrors(
    `The stack "${stack}" is not valid, ${problems.length} problem${problems.length === 1 ? "" : "s"}:`,
    problems,
  );
