import type { Document, Path } from "./problems.ts";
import { pathText } from "./problems.ts";

/** What was found about one secret in a stack's configuration. */
export interface FoundSecret {
  /** False: the value stands in plain text. */
  readonly encrypted: boolean;
  /** The value, where it could be read; only its form is looked at. */
  readonly value?: string;
}

/** Everything besides definition and environment data that decides whether a stack is valid. Data only; reading it is config's. */
export interface ParseContext {
  readonly stack: string;
  /** Where the definition stands, e.g. `src/platform.ts`. */
  readonly definitionFile: string;
  /** The unchecked `groundplan:environment` of every stack file beside this one, by stack name; this stack's own included or not. */
  readonly stacks: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, FoundSecret>>;
  /** Ciphertext of every secret by stack and name, to find one that was copied between stacks. */
  readonly ciphertexts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /**
   * `committed`: the stack file in Git, where secrets that a machine makes up may be absent. `effective`: what the engine reads.
   * `incomplete`: for a command that fills in what is missing; `isSet` of each secret then says so instead of an error.
   */
  readonly source: "committed" | "effective" | "incomplete";
  /** `Pulumi.staging.yaml:7` for a path under a key of a stack's file, the environment object when none is named; just the file where it is not there. */
  locate(stack: string, path: Path, key?: string): string;
}

/** The environment object of a stack file, as a document whose problems can be told. */
export const stackDocument = (context: Pick<ParseContext, "locate">, stack: string): Document => ({
  where: (path) =>
    `${context.locate(stack, path)} groundplan:environment${path.length > 0 ? `.${pathText(path)}` : ""}`,
  fix: (path, value) => {
    const key = `'groundplan:environment${path.length > 0 ? `.${pathText(path)}` : ""}'`;
    if (value === undefined) return `pulumi config rm --path --stack ${stack} ${key}, or edit Pulumi.${stack}.yaml`;
    return `pulumi config set --path --stack ${stack} ${key} ${value}, or edit Pulumi.${stack}.yaml`;
  },
});

/** The platform's definition, as a document whose problems can be told. */
export const platformDocument = ({ definitionFile }: Pick<ParseContext, "definitionFile">): Document => ({
  where: (path) => `${definitionFile} ${pathText(path)}`.trimEnd(),
  fix: (path, value) =>
    value === undefined
      ? `remove ${pathText(path)} from ${definitionFile}`
      : `edit ${pathText(path) || "the definition"} in ${definitionFile}${value.startsWith("<") ? "" : `: ${value}`}`,
});
