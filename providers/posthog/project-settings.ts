import { VendorError } from "@groundplan/kit/errors.ts";
import { type Settings, settings } from "./project-inputs.ts";

type Body = Readonly<Record<string, unknown>>;
const names = Object.keys(settings.shape) as readonly (keyof Settings)[];

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The settings in the API's names: what is left out is null there. */
export const toSettings = (inputs: Settings): Body =>
  Object.fromEntries(names.map((name) => [snake(name), inputs[name] ?? null]));

/** The settings that an environment at PostHog stands for, in the form that Check gives them. */
export const toldSettings = (environment: Body): Settings =>
  Object.fromEntries(names.map((name) => [name, told(name, environment[snake(name)])])) as Settings;

function told(name: keyof Settings, value: unknown): unknown {
  if (value === undefined || value === null) return standard(name);
  // PostHog adds keys to its filters, e.g. `cohort_name`.
  if (name === "testAccountFilters" && Array.isArray(value)) return value.map(pickFilter);
  return value;
}

/** What null means: off for a switch, whatever its default at creation; else the default. */
function standard(name: keyof Settings): unknown {
  const normal = settings.shape[name].safeParse(undefined).data;
  return typeof normal === "boolean" ? false : normal;
}

function pickFilter(filter: unknown): unknown {
  if (typeof filter !== "object" || filter === null) return filter;
  return Object.fromEntries(
    Object.entries(filter).filter(([key, value]) => filterKeys.includes(key) && value !== null && value !== undefined),
  );
}

const filterKeys = Object.keys(settings.shape.testAccountFilters.unwrap().element.shape);

/** What of `wanted` differs from `actual`. */
export const changes = (wanted: Body, actual: Body): Body =>
  Object.fromEntries(Object.entries(wanted).filter(([name, value]) => !same(value, actual[name])));

/** PostHog API: the plan can silently override a setting. @throws VendorError naming those that did not take */
export function ensureTaken(sent: Body, environment: Body): void {
  const now = toSettings(toldSettings(environment));
  const refused = Object.keys(sent).filter((name) => !same(sent[name], now[name]));
  if (refused.length === 0) return;
  const list = refused.map((name) => `${name} (sent ${JSON.stringify(sent[name])}, is ${JSON.stringify(now[name])})`);
  throw new VendorError(`PostHog took the settings but kept its own value of ${list.join(", ")}.`, {
    fix: "the project's plan does not have them: declare the value that it is, or change the plan",
  });
}

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => same(one, b[index]));
  if (!isBody(a) || !isBody(b)) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}

const isBody = (value: unknown): value is Body => typeof value === "object" && value !== null && !Array.isArray(value);
