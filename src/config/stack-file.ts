import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { PlatformError } from "../errors.ts";
import type { FoundSecret } from "../spec/context.ts";
import { suggestion } from "../spec/nearest.ts";

/** A stack file as text says it: nothing is checked against the platform yet. */
export interface StackFile {
  readonly stack: string;
  /** How messages call it, e.g. `Pulumi.staging.yaml`. */
  readonly name: string;
  /** `groundplan:environment`, unchecked. */
  readonly data: unknown;
  readonly secrets: Readonly<Record<string, FoundSecret>>;
  readonly ciphertexts: Readonly<Record<string, string>>;
  /** What is wrong with the file itself: its syntax, its keys. */
  readonly problems: readonly PlatformError[];
  /** The line, from 1, of a path under a key (`groundplan:environment` when none is named), or of the nearest thing around it inside the key. */
  line(path: readonly (string | number)[], key?: string): number | undefined;
}

const filePattern = /^Pulumi\.(.+)\.ya?ml$/;
const environmentKey = "groundplan:environment";
/** Keys that Pulumi itself keeps in a stack file. */
const fileKeys = ["config", "secretsprovider", "encryptionsalt", "encryptedkey", "environment"];
const namespaces = ["groundplan", "secrets", "pulumi"];

/** Every stack file of a folder, by name. */
export function readStackFiles(directory: string): StackFile[] {
  return readdirSync(directory)
    .filter((file) => filePattern.test(file))
    .sort()
    .map((file) => readStackFile(join(directory, file)));
}

/** @param stack the stack's name, when the file is not called after it. */
export function readStackFile(
  path: string,
  stack = filePattern.exec(basename(path))?.[1] ?? basename(path),
): StackFile {
  return parseStackFile(readFileSync(path, "utf8"), stack, basename(path));
}

/** @param name how messages call the file. */
export function parseStackFile(text: string, stack: string, name: string): StackFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const line: StackFile["line"] = (path, key = environmentKey) => lineOf(document, lines, ["config", key, ...path], 2);
  const empty = { stack, name, data: undefined, secrets: {}, ciphertexts: {}, line };
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      (error) =>
        new PlatformError({
          code: "config/syntax",
          where: `${name}:${error.linePos?.[0].line ?? 1}`,
          problem: `is not YAML: ${error.message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? "syntax error"}`,
          fix: `edit ${name}`,
        }),
    );
    return { ...empty, problems };
  }
  const content = record(document.toJS());
  const config = record(content["config"]);
  const at = (key: string): string => `${name}:${lineOf(document, lines, ["config", key]) ?? 1}`;
  const found = Object.entries(config)
    .filter(([key]) => key.startsWith("secrets:"))
    .map(([key, value]) => ({ secret: key.slice("secrets:".length), ciphertext: ciphertextOf(value) }));
  return {
    ...empty,
    data: config[environmentKey],
    secrets: Object.fromEntries(
      found.map(({ secret, ciphertext }) => [secret, { encrypted: ciphertext !== undefined }]),
    ),
    ciphertexts: Object.fromEntries(
      found.flatMap(({ secret, ciphertext }) => (ciphertext === undefined ? [] : [[secret, ciphertext]])),
    ),
    problems: [
      ...Object.keys(content)
        .filter((key) => !fileKeys.includes(key))
        .map((key) => unknownFileKey(name, key, lineOf(document, lines, [key]))),
      ...keyProblems(Object.keys(config), stack, at),
      ...(ciphertextOf(config[environmentKey]) === undefined ? [] : [encryptedEnvironment(at(environmentKey), stack)]),
    ],
  };
}

/** Configuration keys that nothing reads. Also used by the program, which gets its keys from the engine. */
export function keyProblems(keys: readonly string[], stack: string, at: (key: string) => string): PlatformError[] {
  return keys.flatMap((key) => {
    const [namespace = "", ...rest] = key.split(":");
    const known =
      namespace === "groundplan" ? key === environmentKey : namespaces.includes(namespace) && rest.length > 0;
    if (known) return [];
    const candidates = [
      environmentKey,
      ...namespaces.filter((one) => one !== "groundplan").map((one) => `${one}:${rest.join(":")}`),
    ];
    return [
      new PlatformError({
        code: "config/unknown-key",
        where: at(key),
        problem: `unknown key "${key}"; allowed: ${environmentKey}, secrets:<NAME> and pulumi:<setting>.${suggestion(key, candidates)}`,
        fix: `pulumi config rm --stack ${stack} ${key}`,
      }),
    ];
  });
}

const unknownFileKey = (name: string, key: string, line = 1): PlatformError =>
  new PlatformError({
    code: "config/unknown-key",
    where: `${name}:${line}`,
    problem: `unknown key "${key}"; allowed: ${fileKeys.join(", ")}.${suggestion(key, fileKeys)}`,
    fix: `remove "${key}" from ${name}`,
  });

const encryptedEnvironment = (where: string, stack: string): PlatformError =>
  new PlatformError({
    code: "config/encrypted-environment",
    where,
    problem: `${environmentKey} is encrypted as a whole; it holds no secrets, and people must be able to read it`,
    fix: `write it in plain text, and keep each secret apart: npx groundplan secrets set NAME --stack ${stack}`,
  });

/** `{ secure: ... }` at any depth, as Pulumi writes an encrypted value. */
function ciphertextOf(value: unknown): string | undefined {
  const secure = record(value)["secure"];
  return typeof secure === "string" ? secure : undefined;
}

/** @param least how much of the path must be there. */
function lineOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly (string | number)[],
  least = 1,
): number | undefined {
  for (let length = path.length; length >= least; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
