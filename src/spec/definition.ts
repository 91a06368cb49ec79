import { z } from "zod";
import { appDefinition } from "./app.ts";
import { databaseDefinition } from "./database.ts";
import { mobileDefinition } from "./mobile.ts";
import { analyticsDefinition, errorsDefinition } from "./monitoring.ts";
import { nameProblem } from "./names.ts";
import { reasonSchema } from "./optout.ts";
import { performanceDefinition } from "./performance.ts";
import { releaseDefinition } from "./release.ts";
import { repositoryDefinition } from "./repository.ts";
import { secretDefinition } from "./secrets.ts";

const platformName = z.string().superRefine((name, context) => {
  const message = nameProblem("platform", name);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** A platform, as `src/platform.ts` writes it: what every environment shares. */
export const platformDefinition = z.strictObject({
  name: platformName.describe("the platform's name; also the Pulumi project's"),
  title: z.string().min(1).optional().describe("the name for people; the platform's name when left out"),
  domain: z
    .string()
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/, "must be a domain such as example.com")
    .optional()
    .describe("the domain under which relative host names stand"),
  repository: repositoryDefinition.prefault({}),
  apps: z
    .record(z.string().regex(/^[a-z][a-z0-9]{0,19}$/, "must be a short lower-case word"), appDefinition)
    .default({}),
  database: databaseDefinition.optional(),
  errors: z
    .union([errorsDefinition, reasonSchema])
    .describe("{ platform } of the Sentry project, or { reason } why errors are not tracked"),
  analytics: analyticsDefinition.optional(),
  performance: performanceDefinition.optional().describe("how fast an application has to be"),
  mobile: mobileDefinition.optional().describe("an Expo app that EAS builds"),
  release: releaseDefinition.optional().describe("how it is released; only `ci` is generated when left out"),
  secrets: z
    .array(secretDefinition)
    .superRefine((secrets, context) => {
      for (const [index, { name }] of secrets.entries()) {
        if (secrets.findIndex((other) => other.name === name) === index) continue;
        context.addIssue({ code: "custom", path: [index, "name"], message: "stands in the list twice" });
      }
    })
    .default([])
    .describe("the platform's own secrets, beside those that come with its features"),
});

export type PlatformDefinition = z.input<typeof platformDefinition>;
export type ParsedDefinition = z.output<typeof platformDefinition>;

/** Declares a platform. The value is checked together with a stack file, by `parsePlatform`. */
export const definePlatform = (definition: PlatformDefinition): PlatformDefinition => definition;
