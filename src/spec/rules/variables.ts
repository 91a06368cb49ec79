import { PlatformError } from "../../errors.ts";
import { secretsOf } from "../catalogue.ts";
import { type ParseContext, platformDocument } from "../context.ts";
import type { ParsedDefinition } from "../definition.ts";
import { environmentKinds } from "../environment.ts";
import { suggestion } from "../nearest.ts";
import type { SecretSpec } from "../secrets.ts";
import { isPublicName, looksSecret, publicPrefixes } from "../shape.ts";
import { isSecretSource, type VariableSource } from "../variables.ts";
import type { Rule } from "./rule.ts";

/** One variable of the definition, where it stands and who can read it. */
interface Variable {
  readonly name: string;
  readonly source: VariableSource;
  readonly where: string;
  readonly of: "application" | "workflows";
  /** Undefined: only the application's server. */
  readonly readers: "every visitor" | "everybody who can read the repository" | undefined;
}

/** No secret in a public variable, no key in the definition, and every reference leads somewhere. */
export const variablesRule: Rule = ({ definition, context }) => {
  if (definition === undefined) return [];
  const known = new Map(
    environmentKinds.flatMap((kind) => secretsOf(definition, kind).map((secret) => [secret.name, secret])),
  );
  return [
    ...variablesOf(definition, context).flatMap((variable) => [
      ...exposed(variable, context),
      ...dangling(variable, definition, context),
      ...notForApplications(variable, known, context),
    ]),
    ...unread(definition, known, context),
  ];
};

function variablesOf(definition: ParsedDefinition, context: ParseContext): Variable[] {
  const { where } = platformDocument(context);
  const ofApps = Object.entries(definition.apps).flatMap(([app, { variables }]) =>
    Object.entries(variables).map(
      ([name, source]): Variable => ({
        name,
        source,
        where: where(["apps", app, "variables", name]),
        of: "application",
        readers: isPublicName(name) ? "every visitor" : undefined,
      }),
    ),
  );
  const ofWorkflows = Object.entries(definition.repository.variables).map(
    ([name, source]): Variable => ({
      name,
      source,
      where: where(["repository", "variables", name]),
      of: "workflows",
      readers: "everybody who can read the repository",
    }),
  );
  return [...ofApps, ...ofWorkflows];
}

function exposed({ name, source, where, readers }: Variable, { definitionFile }: ParseContext): PlatformError[] {
  if (source.from === "literal" && looksSecret(source.value)) {
    return [
      new PlatformError({
        code: "variable/key-in-code",
        where,
        problem: "is a text that looks like a key or a password (not shown), in code that many people read",
        fix: `take a new value, declare it in secrets of ${definitionFile}, and refer to it by secret(NAME)`,
      }),
    ];
  }
  if (readers === undefined || !isSecretSource(source)) return [];
  const prefix = publicPrefixes.find((one) => name.startsWith(one));
  const why = prefix === undefined ? "" : `, as its name begins with ${prefix}`;
  return [
    new PlatformError({
      code: "variable/public-secret",
      where,
      problem: `is a secret in a variable that ${readers} can read${why}`,
      fix:
        prefix === undefined
          ? `remove ${name}, and give the secret the consumer "workflow" in ${definitionFile}`
          : `rename it to ${name.slice(prefix.length)} and read it on the server, or refer to a public value`,
    }),
  ];
}

function dangling(
  { source, where, of }: Variable,
  definition: ParsedDefinition,
  { definitionFile }: ParseContext,
): PlatformError[] {
  const lacking = missingTarget(source, definition, of === "application");
  if (lacking === undefined) return [];
  return [
    new PlatformError({
      code: "variable/dangling",
      where,
      problem: `refers to ${lacking}, which this platform does not declare`,
      fix: `declare ${lacking} in ${definitionFile}, or remove the variable`,
    }),
  ];
}

/** What a reference needs and the platform lacks. */
function missingTarget(
  source: VariableSource,
  definition: ParsedDefinition,
  inApplication: boolean,
): string | undefined {
  if (source.from === "database") return definition.database === undefined ? "a database" : undefined;
  if (source.from === "errors") return "reason" in definition.errors ? "error tracking" : undefined;
  if (source.from === "analytics") return definition.analytics === undefined ? "analytics" : undefined;
  if (source.from !== "app") return undefined;
  if (inApplication && (source.property === "projectId" || source.property === "teamId")) {
    return "a Vercel id, of which an application is told by Vercel itself,";
  }
  const apps = Object.keys(definition.apps);
  const found = source.app === undefined ? apps.length > 0 : apps.includes(source.app);
  return found ? undefined : `the application "${source.app ?? "web"}"`;
}

function notForApplications(
  { source, where }: Variable,
  known: ReadonlyMap<string, SecretSpec>,
  context: ParseContext,
): PlatformError[] {
  if (source.from !== "secret") return [];
  const entry = known.get(source.name);
  if (entry?.consumers.some((consumer) => consumer === "server" || consumer === "build")) return [];
  return [
    new PlatformError({
      code: entry === undefined ? "variable/dangling" : "variable/not-a-consumer",
      where,
      problem:
        entry === undefined
          ? `refers to the secret "${source.name}", which is not in the catalogue.${suggestion(source.name, [...known.keys()])}`
          : `reads the secret "${source.name}", whose consumers are ${entry.consumers.join(", ")}`,
      fix:
        entry === undefined
          ? `declare it in secrets of ${context.definitionFile}`
          : `add "server" or "build" to its consumers, or remove the variable`,
    }),
  ];
}

/** A secret that says it is for an application, though none reads it. */
function unread(
  definition: ParsedDefinition,
  known: ReadonlyMap<string, SecretSpec>,
  { definitionFile }: ParseContext,
): PlatformError[] {
  const sources = Object.values(definition.apps).flatMap(({ variables }) => Object.values(variables));
  const read = new Set(sources.flatMap((source) => (source.from === "secret" ? [source.name] : [])));
  return [...known.values()]
    .filter((secret) => secret.consumers.some((one) => one === "server" || one === "build") && !read.has(secret.name))
    .map(
      (secret) =>
        new PlatformError({
          code: "secret/unread",
          where: `${definitionFile} secrets ${secret.name}`,
          problem: "is declared for applications (server or build), but no application has a variable that reads it",
          fix: `add ${secret.name}: secret("${secret.name}") to the variables of an application`,
        }),
    );
}
