import type { AppSpec } from "./app.ts";
import type { DatabaseSpec } from "./database.ts";
import type { Environment } from "./environment.ts";
import type { MobileSpec } from "./mobile.ts";
import type { AnalyticsSpec, ErrorsSpec } from "./monitoring.ts";
import type { OptOut } from "./optout.ts";
import type { PerformanceSpec } from "./performance.ts";
import type { ReleaseSpec } from "./release.ts";
import type { RepositorySpec } from "./repository.ts";
import type { SecretSpec } from "./secrets.ts";

/**
 * A platform in one environment: frozen, plain (JSON), complete and valid. Everything else is a reading of it.
 * It holds names of secrets, never their values.
 */
export interface PlatformSpec {
  /** The platform's name, also the Pulumi project's. */
  readonly name: string;
  readonly title: string;
  readonly stack: string;
  readonly domain: string | undefined;
  readonly environment: Environment;
  /** Stateful resources are protected: data is, and nobody opted out with a reason. */
  readonly protects: boolean;
  readonly repository: RepositorySpec;
  readonly apps: readonly AppSpec[];
  readonly database: DatabaseSpec | undefined;
  readonly errors: ErrorsSpec | undefined;
  readonly analytics: AnalyticsSpec | undefined;
  readonly performance: PerformanceSpec | undefined;
  readonly mobile: MobileSpec | undefined;
  readonly release: ReleaseSpec;
  /** The catalogue in force here. */
  readonly secrets: readonly SecretSpec[];
  /** Public values of this environment, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Logical name to import id. */
  readonly adopt: Readonly<Record<string, string>>;
  readonly optOuts: readonly OptOut[];
  /** What the other stacks with real vendors have for themselves: nothing of it may turn up here. */
  readonly siblings: readonly Sibling[];
}

export interface Sibling {
  readonly stack: string;
  /** Ids that it adopted and names that it chose. */
  readonly ids: readonly string[];
  readonly hosts: readonly string[];
}
