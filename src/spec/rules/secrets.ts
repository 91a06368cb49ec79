import { PlatformError } from "../../errors.ts";
import { secretsOf } from "../catalogue.ts";
import type { ParseContext } from "../context.ts";
import type { ParsedDefinition } from "../definition.ts";
import type { EnvironmentKind } from "../environment.ts";
import { environmentKinds, inventsSecrets } from "../environment.ts";
import { matches } from "../formats.ts";
import { suggestion } from "../nearest.ts";
import type { Rule } from "./rule.ts";

/** Every required secret is there, encrypted, in its format, known to the catalogue, and this stack's own. */
export const secretsRule: Rule = ({ definition, kind, context }) => {
  const always = [...inPlainText(context), ...copied(context)];
  if (definition === undefined || kind === undefined) return always;
  return [
    ...always,
    ...unknown(definition, kind, context),
    ...missing(definition, kind, context),
    ...malformed(definition, kind, context),
  ];
};

const at = (context: ParseContext, name: string): string =>
  `${context.locate(context.stack, [], `secrets:${name}`)} secrets:${name}`;
const setCommand = (context: ParseContext, name: string): string =>
  `npx groundplan secrets set ${name} --stack ${context.stack}`;

function unknown(definition: ParsedDefinition, kind: EnvironmentKind, context: ParseContext): PlatformError[] {
  const here = secretsOf(definition, kind).map((secret) => secret.name);
  const anywhere = new Set(environmentKinds.flatMap((one) => secretsOf(definition, one).map((secret) => secret.name)));
  return Object.keys(context.secrets)
    .filter((name) => !here.includes(name))
    .map(
      (name) =>
        new PlatformError({
          code: "secret/unknown",
          where: at(context, name),
          problem: anywhere.has(name)
            ? `"${name}" is not a secret of this kind of environment (${kind})`
            : `"${name}" is not in the catalogue of secrets.${suggestion(name, here)}`,
          fix: `pulumi config rm --stack ${context.stack} secrets:${name}, or declare it in secrets of ${context.definitionFile}`,
        }),
    );
}

function inPlainText(context: ParseContext): PlatformError[] {
  return Object.entries(context.secrets)
    .filter(([, found]) => !found.encrypted)
    .map(
      ([name]) =>
        new PlatformError({
          code: "secret/plain-text",
          where: at(context, name),
          problem: "stands in plain text; a secret must be encrypted, and this value must now count as known to others",
          fix: `take a new value, then: ${setCommand(context, name)}`,
        }),
    );
}

function missing(definition: ParsedDefinition, kind: EnvironmentKind, context: ParseContext): PlatformError[] {
  if (context.source === "incomplete" || (context.source === "committed" && inventsSecrets(kind))) return [];
  return secretsOf(definition, kind)
    .filter((secret) => secret.required && context.secrets[secret.name] === undefined)
    .map(
      (secret) =>
        new PlatformError({
          code: "secret/missing",
          where: at(context, secret.name),
          problem: `is missing; ${secret.requiredBy} needs it (${secret.purpose}), as ${secret.format.description}`,
          fix: inventsSecrets(kind)
            ? `npx groundplan up --stack ${context.stack} makes one up; with plain pulumi use the exports of: npx groundplan env --stack ${context.stack}`
            : `get a value (${secret.obtain}), then: ${setCommand(context, secret.name)}`,
        }),
    );
}

function malformed(definition: ParsedDefinition, kind: EnvironmentKind, context: ParseContext): PlatformError[] {
  return secretsOf(definition, kind).flatMap((secret) => {
    const value = context.secrets[secret.name]?.value;
    if (value === undefined || matches(secret.format, value)) return [];
    return [
      new PlatformError({
        code: "secret/format",
        where: at(context, secret.name),
        problem: `has a value (not shown) of another form; it must be ${secret.format.description}`,
        fix: `get a value (${secret.obtain}), then: ${setCommand(context, secret.name)}`,
      }),
    ];
  });
}

function copied(context: ParseContext): PlatformError[] {
  const own = context.ciphertexts[context.stack] ?? {};
  return Object.entries(own).flatMap(([name, text]) =>
    Object.entries(context.ciphertexts)
      .filter(([stack, theirs]) => stack !== context.stack && Object.values(theirs).includes(text))
      .map(
        ([stack]) =>
          new PlatformError({
            code: "isolation/shared-secret",
            where: at(context, name),
            problem: `has the same ciphertext as a secret of the stack "${stack}"; environments share no secret`,
            fix: `take a value of its own, then: ${setCommand(context, name)}`,
          }),
      ),
  );
}
