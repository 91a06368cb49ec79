import type { PlatformError } from "../../errors.ts";
import type { ParseContext } from "../context.ts";
import type { ParsedDefinition } from "../definition.ts";
import type { EnvironmentKind } from "../environment.ts";
import type { EnvironmentSettings } from "../settings.ts";

/** What a rule looks at. Parts that are not valid themselves are undefined: a rule then says nothing about them, their own problems are told already. */
export interface Subject {
  readonly definition: ParsedDefinition | undefined;
  readonly settings: EnvironmentSettings | undefined;
  /** The environment object as it stands in the stack file. */
  readonly data: unknown;
  readonly kind: EnvironmentKind | undefined;
  readonly context: ParseContext;
}

/** A fatal rule: it holds in every command and every program, whatever policies are passed to the engine. */
export type Rule = (subject: Subject) => PlatformError[];
