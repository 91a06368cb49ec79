import type { PlatformSpec } from "../../spec/platform.ts";
import type { GitHubEnvironmentSpec } from "../../spec/repository.ts";

/** A stack that pipelines work on, with its GitHub environment. */
export interface Target {
  readonly stack: string;
  readonly environment: GitHubEnvironmentSpec;
}

/** A stack with its GitHub environment; undefined where there is none, or this stack does not own the repository. */
export const target = ({ repository }: PlatformSpec, stack: string | undefined): Target | undefined => {
  const environment = repository.environments.find((one) => one.stack === stack);
  return environment === undefined ? undefined : { stack: environment.stack, environment };
};

/** Where a release is tried; undefined: no stack is for that. */
export const trial = (spec: PlatformSpec): Target | undefined => target(spec, spec.release.staging.stack);

/** What customers use. */
export const live = (spec: PlatformSpec): Target | undefined => target(spec, spec.release.production.stack);

/** Both, as far as they are there. */
export const targets = (spec: PlatformSpec): Target[] => [trial(spec), live(spec)].flatMap((one) => one ?? []);

/** Jobs in this environment wait for a person, so nothing can run in it by night. */
export const waitsForPeople = ({ environment }: Target): boolean => environment.approvers.length > 0;
