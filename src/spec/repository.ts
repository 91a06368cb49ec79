import { z } from "zod";
import { PlatformError } from "../errors.ts";
import { type GovernanceSpec, governanceDefinition } from "./governance.ts";
import { joined, physicalName, previewEnvironmentName } from "./names.ts";
import { type Approver, approversOf, approversSetting, type People, peopleDefinition } from "./people.ts";
import { deploysPullRequests, type ReleaseSpec } from "./release.ts";
import type { EnvironmentSettings } from "./settings.ts";
import { type VariableSource, variablesSchema } from "./variables.ts";

/** What all environments share about the repository. */
export const repositoryDefinition = z.strictObject({
  name: z.string().optional().describe("the repository's name; the platform's name when left out"),
  description: z.string().max(350).default("").describe("one line under the repository's name"),
  visibility: z.enum(["private", "internal", "public"]).default("private"),
  topics: z.array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/)).default([]),
  defaultBranch: z.string().min(1).default("main").describe("the branch that pull requests go to"),
  requiredChecks: z.array(z.string().min(1)).default([]).describe("status checks that a pull request must pass"),
  approvals: z.int().min(0).max(6).default(1).describe("reviews that a pull request needs, 0 to 6"),
  people: peopleDefinition,
  ...governanceDefinition,
  variables: variablesSchema.describe("GitHub Actions variables of each environment; never secrets"),
});

/** What one environment says about its GitHub environment. */
export const deploymentSettings = z.strictObject({
  branches: z.array(z.string().min(1)).default(["main"]).describe("branch patterns that may deploy here"),
  tags: z.array(z.string().min(1)).default([]).describe("tag patterns that may deploy here, e.g. v*"),
  approvers: approversSetting,
  waitMinutes: z.int().min(0).max(43_200).default(0).describe("minutes that a deployment waits, 0 to 43200"),
});

/** One GitHub environment. */
export interface GitHubEnvironmentSpec {
  /** Whose secrets are in it. */
  readonly stack: string;
  readonly name: string;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** In the order of the stack file. */
  readonly approvers: readonly Approver[];
  readonly waitMinutes: number;
}

export interface RepositorySpec extends GovernanceSpec {
  readonly owner: string;
  readonly name: string;
  readonly description: string;
  readonly visibility: "private" | "internal" | "public";
  readonly topics: readonly string[];
  readonly defaultBranch: string;
  readonly requiredChecks: readonly string[];
  readonly approvals: number;
  /** This stack's GitHub environment: its secrets and variables go there. */
  readonly environmentName: string;
  /** The GitHub environments that this stack declares: every stack's in its universe where it owns the repository, else none. */
  readonly environments: readonly GitHubEnvironmentSpec[];
  /** That of pull requests' jobs, which the owner declares too, beside the stack that they are deployed to; undefined: they are not. */
  readonly previewEnvironment: GitHubEnvironmentSpec | undefined;
  readonly variables: readonly { readonly name: string; readonly source: VariableSource }[];
}

/** Every GitHub environment of a repository, as its owner declares them. */
export const everyEnvironment = ({ environments, previewEnvironment }: RepositorySpec): GitHubEnvironmentSpec[] => [
  ...environments,
  ...(previewEnvironment === undefined ? [] : [previewEnvironment]),
];

/** How a stack's GitHub environment is called: like the stack. */
const githubEnvironmentName = (stack: string): string =>
  physicalName("githubEnvironment", stack, `the stack "${stack}"`);

/** @param universe the settings of every stack of this universe, by stack name; only the owner reads all of them. */
export function repositorySpec(
  definition: z.output<typeof repositoryDefinition>,
  facts: { platform: string; stack: string; owns: boolean },
  settings: EnvironmentSettings,
  universe: ReadonlyMap<string, EnvironmentSettings>,
  release: ReleaseSpec,
): RepositorySpec {
  const { variables, name, people, ...shared } = definition;
  return {
    ...shared,
    owner: settings.owners.github,
    name: physicalName("githubRepository", name ?? joined(facts.platform), "src/platform.ts repository.name"),
    environmentName: githubEnvironmentName(facts.stack),
    environments: facts.owns ? [...universe].map(([stack, its]) => environmentSpec(stack, its, people)) : [],
    previewEnvironment: previewEnvironment(release, [...universe.keys()]),
    variables: Object.entries(variables).map(([variable, source]) => ({ name: variable, source })),
  };
}

function environmentSpec(stack: string, settings: EnvironmentSettings, people: People): GitHubEnvironmentSpec {
  const { branches, tags, approvers, waitMinutes } = settings.deployments;
  return {
    stack,
    name: githubEnvironmentName(stack),
    branches,
    tags,
    approvers: approversOf(approvers, people),
    waitMinutes,
  };
}

/**
 * Where pull requests are deployed, their jobs have an environment of their own: nobody has reviewed what they run, so
 * none of them gets into a stack's. GitHub holds the ref of a `pull_request` event against the branch patterns.
 *
 * @throws PlatformError where a stack's environment has that name; GitHub tells no capitals apart in it.
 */
function previewEnvironment(
  { pipelines, staging }: ReleaseSpec,
  stacks: readonly string[],
): GitHubEnvironmentSpec | undefined {
  if (staging.stack === undefined || !pipelines.includes("preview") || !deploysPullRequests(staging)) return undefined;
  const name = physicalName("githubEnvironment", previewEnvironmentName, "the environment of pull requests");
  const same = stacks.find((stack) => stack.toLowerCase() === name);
  if (same === undefined)
    return {
      ...{ stack: staging.stack, name, branches: ["refs/pull/*/merge"], tags: [] },
      ...{ approvers: [], waitMinutes: 0 },
    };
  throw new PlatformError({
    code: "name/taken",
    where: `the stack "${same}"`,
    problem: `cannot have its GitHub environment: "${name}" is that of pull requests`,
    fix: `rename the stack and its Pulumi.${same}.yaml, or write release.without.preview with a reason`,
  });
}
