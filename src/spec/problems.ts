import { z } from "zod";
import { PlatformError } from "../errors.ts";
import { nearest, suggestion } from "./nearest.ts";
import { shown } from "./shape.ts";

export type Path = readonly (string | number)[];

/** How problems of one document are told: where a path is, and what to type to change it. */
export interface Document {
  where(path: Path): string;
  /** @param value what to write there; undefined: the path should go. */
  fix(path: Path, value: string | undefined): string;
}

/** `["apps", "web", "hosts", 0]` → `apps.web.hosts[0]`, in the form that `pulumi config --path` reads. */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(part)) return `${text}["${part}"]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");

/** Every issue that zod found, as an error for a person. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, value: unknown, document: Document): PlatformError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => unknownKey(schema, [...path, key], document));
    return [wrongValue(issue, schema, path, valueAt(value, path), document)];
  });
}

function unknownKey(schema: z.ZodType, path: Path, document: Document): PlatformError {
  const allowed = keysOf(schemaAt(schema, path.slice(0, -1)));
  return new PlatformError({
    code: "config/unknown-key",
    where: document.where(path),
    problem: `unknown key "${path.at(-1)}"; allowed: ${allowed.join(", ")}.${suggestion(String(path.at(-1)), allowed)}`,
    fix: document.fix(path, undefined),
  });
}

function wrongValue(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  path: Path,
  found: unknown,
  document: Document,
): PlatformError {
  const described = schemaAt(schema, path)?.description;
  const missing = found === undefined && issue.code !== "custom";
  const allowed = `${ruleOf(issue)}${described === undefined || issue.code === "custom" ? "" : ` (${described})`}`;
  return new PlatformError({
    code: missing ? "config/missing" : "config/invalid",
    where: document.where(path),
    problem: missing ? `is missing; ${allowed}` : `is ${shown(found)}, but ${allowed}`,
    fix: document.fix(
      issue.code === "invalid_type" && issue.expected === "array" ? [...path, 0] : path,
      meant(issue, found),
    ),
  });
}

/** What may stand there, in words. */
function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `allowed: ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return `must be ${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
  if (issue.code === "invalid_key") return `its name ${issue.issues.map(({ message }) => message).join(", ")}`;
  if (issue.code === "invalid_union") return "must have one of the allowed forms";
  return issue.message.replace(/^(Too (?:small|big)|Invalid \w+): expected \w+ to (be|have) /, "must $2 ");
}

/** The value that was probably meant, for the command that fixes it; else a placeholder. */
function meant(issue: z.core.$ZodIssue, found: unknown): string {
  if (issue.code !== "invalid_value" || typeof found !== "string") return "<value>";
  return nearest(found, issue.values.map(String)) ?? "<value>";
}

/** The value at a path of unchecked data. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => {
    if (typeof at !== "object" || at === null) return undefined;
    return Object.entries(at).find(([key]) => key === String(part))?.[1];
  }, value);
}

function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>(
    (at, part) => (at === undefined ? undefined : child(bare(at), part)),
    schema,
  );
}

function child(schema: z.ZodType, part: string | number): z.ZodType | undefined {
  const found: unknown =
    schema instanceof z.ZodObject
      ? schema.shape[String(part)]
      : schema instanceof z.ZodRecord
        ? schema.valueType
        : schema instanceof z.ZodArray
          ? schema.element
          : undefined;
  return found instanceof z.ZodType ? found : undefined;
}

/** Without the wrappers that only say what happens when nothing is given. */
function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const inner: unknown = schema.unwrap();
    return inner instanceof z.ZodType ? bare(inner) : schema;
  }
  return schema;
}

function keysOf(schema: z.ZodType | undefined): string[] {
  const object = schema === undefined ? undefined : bare(schema);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}
