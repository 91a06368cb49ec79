import type { z } from "zod";
import { PlatformError, PlatformErrors } from "../errors.ts";
import { buildSpec } from "./build.ts";
import { type ParseContext, platformDocument, stackDocument } from "./context.ts";
import { platformDefinition } from "./definition.ts";
import { kindOf } from "./environment.ts";
import { frozen } from "./frozen.ts";
import type { PlatformSpec } from "./platform.ts";
import { type Document, problemsOf } from "./problems.ts";
import { addressesRule, plainKeysRule } from "./rules/addresses.ts";
import { isolationRule } from "./rules/isolation.ts";
import { mobileRule } from "./rules/mobile.ts";
import { peopleRule } from "./rules/people.ts";
import { performanceRule } from "./rules/performance.ts";
import { presenceRule } from "./rules/presence.ts";
import { releaseRule } from "./rules/release.ts";
import type { Rule } from "./rules/rule.ts";
import { secretsRule } from "./rules/secrets.ts";
import { variablesRule } from "./rules/variables.ts";
import { environmentSettings } from "./settings.ts";

const rules: readonly Rule[] = [
  ...[presenceRule, peopleRule, secretsRule, variablesRule],
  ...[plainKeysRule, addressesRule, isolationRule, releaseRule],
  ...[performanceRule, mobileRule],
];

/**
 * A platform in one environment.
 *
 * @param definition what `src/platform.ts` exports. @param data the stack's `groundplan:environment`, unchecked.
 * @param context what else decides: the stack's name and secrets, the other stack files.
 * @returns one frozen value of plain data. @throws PlatformErrors with every problem at once.
 */
export function parsePlatform(definition: unknown, data: unknown, context: ParseContext): PlatformSpec {
  const shared = read(platformDefinition, definition, platformDocument(context));
  const own = read(environmentSettings, data, stackDocument(context, context.stack));
  const subject = { definition: shared.value, settings: own.value, data, kind: kindOf(data), context };
  const problems = [...shared.problems, ...own.problems, ...rules.flatMap((rule) => rule(subject))];
  if (problems.length > 0 || shared.value === undefined || own.value === undefined) throw refused(context, problems);
  try {
    return frozen(buildSpec(shared.value, own.value, context));
  } catch (error) {
    throw error instanceof PlatformError ? refused(context, [error]) : error;
  }
}

const refused = (context: ParseContext, problems: readonly PlatformError[]): PlatformErrors =>
  new PlatformErrors(
    `The stack "${context.stack}" is not valid, ${problems.length} problem${problems.length === 1 ? "" : "s"}:`,
    problems,
  );

function read<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  document: Document,
): { value: z.output<Schema> | undefined; problems: PlatformError[] } {
  const result = schema.safeParse(value);
  return result.success
    ? { value: result.data, problems: [] }
    : { value: undefined, problems: problemsOf(result.error, schema, value, document) };
}
