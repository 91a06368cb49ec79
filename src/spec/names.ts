import { PlatformError } from "../errors.ts";

/** What a vendor accepts as a name: its own limit and alphabet, with the source of the fact. */
interface NameRule {
  readonly what: string;
  readonly limit: number;
  readonly pattern: RegExp;
  readonly alphabet: string;
}

const rules = {
  platform: {
    what: "the platform",
    limit: 40,
    pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    alphabet: "lower-case letters, digits and single hyphens, a letter first",
  },
  /** Vercel REST, createProject: at most 100 characters, lower case, no `---`. */
  vercelProject: {
    what: "a Vercel project",
    limit: 100,
    pattern: /^(?!.*---)[a-z0-9._-]+$/,
    alphabet: "lower-case letters, digits, '.', '_' and '-', but not '---'",
  },
  /** Supabase Management API, V1CreateProjectBody.name: maxLength 256. */
  supabaseProject: { what: "a Supabase project", limit: 256, pattern: /^\S(?:.*\S)?$/, alphabet: "any text" },
  /** Supabase Management API, function slug: `^[A-Za-z][A-Za-z0-9_-]*$`. */
  supabaseFunction: {
    what: "an edge function",
    limit: 64,
    pattern: /^[A-Za-z][A-Za-z0-9_-]*$/,
    alphabet: "letters, digits, '_' and '-', a letter first",
  },
  /** Sentry REST, project and team slugs: lower case, at most 50, not only digits. */
  sentrySlug: {
    what: "a Sentry project or team",
    limit: 50,
    pattern: /^(?![0-9]+$)[a-z0-9_-]+$/,
    alphabet: "lower-case letters, digits, '_' and '-', not only digits",
  },
  /** PostHog API, project name: maxLength 200. */
  posthogProject: { what: "a PostHog project", limit: 200, pattern: /^\S(?:.*\S)?$/, alphabet: "any text" },
  /** GitHub: repository names have at most 100 characters. */
  githubRepository: {
    what: "a GitHub repository",
    limit: 100,
    pattern: /^(?!\.{1,2}$)[A-Za-z0-9._-]+$/,
    alphabet: "letters, digits, '.', '_' and '-'",
  },
  /** GitHub REST, deployment environments: at most 255 characters. */
  githubEnvironment: {
    what: "a GitHub environment",
    limit: 255,
    pattern: /^[A-Za-z0-9._-]+$/,
    alphabet: "letters, digits, '.', '_' and '-'",
  },
} as const satisfies Record<string, NameRule>;

/** The GitHub environment of pull requests' jobs: it is no stack's own. */
export const previewEnvironmentName = "preview";

export type NameKind = keyof typeof rules;

/**
 * A name as a vendor will store it. Nothing is ever shortened or replaced: two different things must not end up with one name.
 *
 * @param where the place to change, for the error. @throws PlatformError when the name is too long or has other characters.
 */
export function physicalName(kind: NameKind, name: string, where: string): string {
  const problem = nameProblem(kind, name);
  if (problem === undefined) return name;
  throw new PlatformError({
    code: "name/invalid",
    where,
    problem,
    fix: `choose a shorter or simpler name; names are never truncated`,
  });
}

/** What is wrong with a name, or undefined. */
export function nameProblem(kind: NameKind, name: string): string | undefined {
  const rule: NameRule = rules[kind];
  if (name.length > rule.limit) {
    return `"${name}" has ${name.length} characters; the name of ${rule.what} has at most ${rule.limit}`;
  }
  return rule.pattern.test(name) ? undefined : `"${name}" cannot name ${rule.what}; allowed: ${rule.alphabet}`;
}

/** The parts joined by hyphens: `overview`, `web`, `staging` → `overview-web-staging`. */
export const joined = (...parts: readonly string[]): string => parts.join("-");

/** How Pulumi knows a resource, the same in every environment: `<platform>-<role>`. */
export const logicalName = (platform: string, ...role: readonly string[]): string => joined(platform, ...role);
