import { z } from "zod";
import { joined, physicalName } from "./names.ts";
import type { EnvironmentSettings } from "./settings.ts";

/** Error tracking (Sentry), shared by all environments. */
export const errorsDefinition = z.strictObject({
  platform: z.string().min(1).describe("Sentry's platform of the project, e.g. javascript-nextjs"),
});

/** Product analytics (PostHog), shared by all environments. */
export const analyticsDefinition = z.strictObject({
  timezone: z.string().min(1).default("UTC").describe("time zone of the reports, e.g. Europe/Berlin"),
});

/** What one environment says about its PostHog project. */
export const analyticsSettings = z.strictObject({
  ingestHost: z
    .url({ protocol: /^https$/ })
    .describe("https address that browsers send events to, e.g. https://eu.i.posthog.com"),
});

export interface ErrorsSpec {
  readonly organization: string;
  readonly team: string;
  readonly project: string;
  readonly platform: string;
}

export interface AnalyticsSpec {
  readonly organization: string;
  readonly projectName: string;
  readonly timezone: string;
  readonly ingestHost: string;
}

export function errorsSpec(
  definition: z.output<typeof errorsDefinition>,
  facts: { platform: string; stack: string },
  organization: string,
  settings: EnvironmentSettings,
): ErrorsSpec {
  const name = joined(facts.platform, facts.stack);
  return {
    organization,
    team: physicalName("sentrySlug", settings.names["errors-team"] ?? name, "the Sentry team"),
    project: physicalName("sentrySlug", settings.names["errors-project"] ?? name, "the Sentry project"),
    platform: definition.platform,
  };
}

export function analyticsSpec(
  definition: z.output<typeof analyticsDefinition>,
  facts: { platform: string; stack: string },
  organization: string,
  own: z.output<typeof analyticsSettings>,
  settings: EnvironmentSettings,
): AnalyticsSpec {
  return {
    organization,
    projectName: physicalName(
      "posthogProject",
      settings.names["analytics-project"] ?? joined(facts.platform, facts.stack),
      "the PostHog project",
    ),
    timezone: definition.timezone,
    ingestHost: own.ingestHost,
  };
}
