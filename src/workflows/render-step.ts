import { plain, type Text } from "./expression.ts";
import { pinned } from "./pins.ts";
import type { CommandStep, Step } from "./step.ts";

/** A step as GitHub reads it. */
export function stepYaml(step: Step): object {
  const shell = step.kind === "action" ? undefined : shellOf(step);
  const env = { ...step.env, ...shell?.env };
  return {
    ...(step.name === undefined ? {} : { name: plain(step.name) }),
    ...(step.id === undefined ? {} : { id: step.id }),
    ...(step.if === undefined ? {} : { if: step.if.source }),
    ...(step.kind === "action" ? { uses: pinned(step.action) } : {}),
    ...(step.kind === "action" && Object.keys(step.with).length > 0 ? { with: valuesYaml(step.with) } : {}),
    ...(Object.keys(env).length === 0 ? {} : { env: valuesYaml(env) }),
    ...(shell === undefined ? {} : { run: shell.line }),
  };
}

const valuesYaml = (values: Readonly<Record<string, string | number | boolean | Text>>): object =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "object" ? value.rendered : typeof value === "string" ? plain(value) : value,
    ]),
  );

interface Shell {
  readonly line: string;
  readonly env: Readonly<Record<string, Text>>;
}

function shellOf(step: Exclude<Step, { kind: "action" }>): Shell {
  if (step.kind === "install") return { line: "npm ci", env: {} };
  const words = Object.entries(step.flags).map(([flag, value]) => {
    if (value === true) return `--${flag}`;
    return typeof value === "object" ? `--${flag} "$${variableOf(flag)}"` : `--${flag} ${quoted(plain(value))}`;
  });
  if (step.kind === "script")
    return { line: ["npm run", step.script, ...(words.length === 0 ? [] : ["--", ...words])].join(" "), env: {} };
  return { line: ["npx groundplan", step.command, ...words].join(" "), env: filledIn(step) };
}

/** Flags that GitHub fills in travel as variables: the shell takes their values as they are. */
const filledIn = ({ flags }: CommandStep): Readonly<Record<string, Text>> =>
  Object.fromEntries(
    Object.entries(flags).flatMap(([flag, value]) => (typeof value === "object" ? [[variableOf(flag), value]] : [])),
  );

/** `--deployment` → `FLAG_DEPLOYMENT`: a name that no tool reads. */
const variableOf = (flag: string): string => `FLAG_${flag.toUpperCase().replaceAll("-", "_")}`;

/** A word that the shell reads as one. */
const quoted = (word: string): string =>
  /^[\w./:@=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
