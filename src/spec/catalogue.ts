import type { ParsedDefinition } from "./definition.ts";
import { type EnvironmentKind, usesLiveKeys } from "./environment.ts";
import { catalogue, type Feature, type SecretSpec } from "./secrets.ts";

/** The features whose built-in secrets a platform needs. */
const features = (definition: ParsedDefinition): Feature[] => [
  ...(definition.database === undefined ? [] : ["database" as const]),
  ...(Object.keys(definition.apps).length === 0 ? [] : ["apps" as const]),
  ...(definition.mobile === undefined ? [] : ["mobile" as const]),
];

/**
 * Every secret of a platform in one kind of environment: the catalogue that `.env.example`, the components,
 * the required-secrets policy, rotation and `doctor` read.
 * @param set names of the secrets that have a value in the stack's configuration.
 */
export const secretsOf = (
  definition: ParsedDefinition,
  kind: EnvironmentKind,
  set: readonly string[] = [],
): SecretSpec[] => catalogue(features(definition), definition.secrets, kind, usesLiveKeys(kind), new Set(set));
