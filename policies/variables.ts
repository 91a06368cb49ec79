import type { Resource } from "./rule.ts";
import { type Fields, isFields, isList, unknown, type Value } from "./values.ts";

/** A variable that applications or workflows will read. */
export interface Variable {
  /** Property path of its value. */
  readonly path: string;
  readonly name: Value;
  readonly value: Value;
  /** Everybody who can open the repository reads it, whatever its name is. */
  readonly isShown: boolean;
}

/** Where a resource type keeps a variable: its own properties, or a list of objects. */
interface Place {
  readonly list?: string;
  readonly name: string;
  readonly value: string;
  readonly isShown: boolean;
}

const app = { name: "key", value: "value", isShown: false } as const;
const workflow = { name: "variableName", value: "value", isShown: true } as const;

/** Property names as in @pulumi/vercel, @pulumiverse/vercel and @pulumi/github. GitHub: variables, unlike secrets, are read back in plain text. */
const places: Readonly<Record<string, Place>> = {
  "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable": app,
  "vercel:index/sharedEnvironmentVariable:SharedEnvironmentVariable": app,
  "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables": { ...app, list: "variables" },
  "vercel:index/project:Project": { ...app, list: "environments" },
  "github:index/actionsVariable:ActionsVariable": workflow,
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": workflow,
  "github:index/actionsOrganizationVariable:ActionsOrganizationVariable": workflow,
};

/** The variables that a resource holds, or undefined when its type holds none. */
export function variablesOf({ type, inputs }: Resource): Variable[] | undefined {
  const place = places[type];
  if (place === undefined) return undefined;
  if (place.list === undefined) return [variableAt(place, inputs, "")];
  const items = inputs[place.list];
  if (items === unknown) return [{ path: place.list, name: unknown, value: unknown, isShown: place.isShown }];
  const entries = isList(items) ? items : [];
  return entries.map((item, index) => variableAt(place, isFields(item) ? item : {}, `${place.list}[${index}].`));
}

function variableAt({ name, value, isShown }: Place, fields: Fields, prefix: string): Variable {
  return { path: prefix + value, name: fields[name] ?? "", value: fields[value] ?? "", isShown };
}

/** Prefixes under which a framework builds a variable's value into what every visitor downloads. */
const publicPrefixes = [
  "NEXT_PUBLIC_",
  "VITE_",
  "PUBLIC_",
  "EXPO_PUBLIC_",
  "REACT_APP_",
  "NUXT_PUBLIC_",
  "GATSBY_",
  "VUE_APP_",
  "STORYBOOK_",
  "SANITY_STUDIO_",
];

/** The prefix that makes a variable of this name public, or undefined. */
export const publicPrefix = (name: string): string | undefined =>
  publicPrefixes.find((prefix) => name.startsWith(prefix));
