import { PlatformError } from "../../errors.ts";
import { secretsOf } from "../catalogue.ts";
import type { ParsedDefinition } from "../definition.ts";
import { environmentKinds } from "../environment.ts";
import { suggestion } from "../nearest.ts";
import { pathText } from "../problems.ts";
import type { Consumer, SecretSpec } from "../secrets.ts";
import { isPublicName, looksSecret, publicPrefixes } from "../shape.ts";
import { isSecretSource, type VariableSource } from "../variables.ts";
import type { Rule } from "./rule.ts";

/** No secret in a public variable, no key in the definition, and every reference leads somewhere. */
export const variablesRule: Rule = ({ definition }) => {
  if (definition === undefined) return [];
  const known = everySecret(definition);
  const appVariables = Object.entries(definition.apps).flatMap(([app, { variables }]) =>
    Object.entries(variables).flatMap(([name, source]) => {
      const where = `src/platform.ts ${pathText(["apps", app, "variables", name])}`;
      return [
        ...publicProblems(name, source, where),
        ...referenceProblems(definition, source, where),
        ...secretProblems(known, source, where, ["server", "build"]),
      ];
    }),
  );
  const workflowVariables = Object.entries(definition.repository.variables).flatMap(([name, source]) => {
    const where = `src/platform.ts ${pathText(["repository", "variables", name])}`;
    return [...workflowProblems(name, source, where), ...referenceProblems(definition, source, where)];
  });
  return [...appVariables, ...workflowVariables, ...unread(definition, known)];
};

const everySecret = (definition: ParsedDefinition): ReadonlyMap<string, SecretSpec> =>
  new Map(environmentKinds.flatMap((kind) => secretsOf(definition, kind).map((secret) => [secret.name, secret])));

function publicProblems(name: string, source: VariableSource, where: string): PlatformError[] {
  if (source.from === "literal" && looksSecret(source.value)) return [keyShaped(where)];
  if (!isPublicName(name) || !isSecretSource(source)) return [];
  const prefix = publicPrefixes.find((one) => name.startsWith(one)) ?? "";
  return [
    new PlatformError({
      code: "variable/public-secret",
      where,
      problem: `is a secret, but every visitor can read a variable whose name begins with ${prefix}`,
      fix: `rename it to ${name.slice(prefix.length)} and read it on the server, or refer to a public value`,
    }),
  ];
}

const keyShaped = (where: string): PlatformError =>
  new PlatformError({
    code: "variable/key-in-code",
    where,
    problem:
      "is a text that looks like a key or a password (not shown); the definition is read by everybody who can read the repository",
    fix: "take a new value, declare it in secrets of src/platform.ts, and refer to it by secret(NAME)",
  });

function workflowProblems(name: string, source: VariableSource, where: string): PlatformError[] {
  if (source.from === "literal" && looksSecret(source.value)) return [keyShaped(where)];
  if (!isSecretSource(source)) return [];
  return [
    new PlatformError({
      code: "variable/public-secret",
      where,
      problem: "is a secret, but GitHub Actions variables are shown to everybody who can read the repository",
      fix: `remove ${name} and give the secret the consumer "workflow" in the catalogue`,
    }),
  ];
}

/** Things that a reference needs and the platform lacks. */
function referenceProblems(definition: ParsedDefinition, source: VariableSource, where: string): PlatformError[] {
  const lacking = (what: string): PlatformError[] => [
    new PlatformError({
      code: "variable/dangling",
      where,
      problem: `refers to ${what}, which this platform does not declare`,
      fix: `declare ${what} in src/platform.ts, or remove the variable`,
    }),
  ];
  if (source.from === "database" && definition.database === undefined) return lacking("a database");
  if (source.from === "errors" && "reason" in definition.errors) return lacking("error tracking");
  if (source.from === "analytics" && definition.analytics === undefined) return lacking("analytics");
  if (source.from !== "app") return [];
  const apps = Object.keys(definition.apps);
  if (source.app === undefined && apps.length > 0) return [];
  return source.app !== undefined && apps.includes(source.app)
    ? []
    : lacking(`the application "${source.app ?? "(none)"}"${suggestion(source.app ?? "", apps)}`);
}

function secretProblems(
  known: ReadonlyMap<string, SecretSpec>,
  source: VariableSource,
  where: string,
  readers: readonly Consumer[],
): PlatformError[] {
  if (source.from !== "secret") return [];
  const entry = known.get(source.name);
  if (entry === undefined) {
    return [
      new PlatformError({
        code: "variable/dangling",
        where,
        problem: `refers to the secret "${source.name}", which is not in the catalogue.${suggestion(source.name, [...known.keys()])}`,
        fix: "declare it in secrets of src/platform.ts",
      }),
    ];
  }
  if (entry.consumers.some((consumer) => readers.includes(consumer))) return [];
  return [
    new PlatformError({
      code: "variable/not-a-consumer",
      where,
      problem: `reads the secret "${source.name}", whose consumers are ${entry.consumers.join(", ")}`,
      fix: `add ${readers.map((reader) => `"${reader}"`).join(" or ")} to its consumers in src/platform.ts, or remove the variable`,
    }),
  ];
}

/** A secret that says it is for an application, though none reads it. */
function unread(definition: ParsedDefinition, known: ReadonlyMap<string, SecretSpec>): PlatformError[] {
  const read = new Set(
    Object.values(definition.apps).flatMap(({ variables }) =>
      Object.values(variables).flatMap((source) => (source.from === "secret" ? [source.name] : [])),
    ),
  );
  return [...known.values()]
    .filter((secret) => secret.consumers.some((one) => one === "server" || one === "build") && !read.has(secret.name))
    .map(
      (secret) =>
        new PlatformError({
          code: "secret/unread",
          where: `src/platform.ts secrets ${secret.name}`,
          problem: "is declared for applications (server or build), but no application has a variable that reads it",
          fix: `add ${secret.name}: secret("${secret.name}") to the variables of an application`,
        }),
    );
}
