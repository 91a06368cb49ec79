import { z } from "zod";
import { appSettings } from "./app.ts";
import { databaseSettings } from "./database.ts";
import { kindSchema, vendorsOf } from "./environment.ts";
import { analyticsSettings } from "./monitoring.ts";
import { reasonSchema } from "./optout.ts";
import { deploymentSettings } from "./repository.ts";

/** The `groundplan:environment` object of a stack file: everything that makes one environment, and no secret. */
export const environmentSettings = z
  .strictObject({
    kind: kindSchema,
    vendors: z.enum(["real", "loopback"]).describe("the vendors' own servers, or the loopback cloud of this machine"),
    owner: z
      .boolean()
      .default(false)
      .describe("whether this stack declares what the real stacks share: the repository and shared Vercel projects"),
    owners: z
      .strictObject({
        github: z
          .string()
          .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/)
          .describe("the GitHub organisation's login"),
        vercel: z.string().min(1).optional().describe("the Vercel team's id or slug; a personal account when left out"),
        supabase: z
          .string()
          .regex(/^[\w-]+$/)
          .optional()
          .describe("the Supabase organisation's slug"),
        sentry: z
          .string()
          .regex(/^[a-z0-9_-]+$/)
          .optional()
          .describe("the Sentry organisation's slug"),
        posthog: z.uuid().optional().describe("the PostHog organisation's id, a UUID"),
      })
      .describe("the accounts that own everything, one a vendor"),
    deployments: deploymentSettings.prefault({}).describe("who may deploy here"),
    apps: z.record(z.string(), appSettings).default({}).describe("one entry an application of src/platform.ts"),
    database: databaseSettings.optional(),
    analytics: analyticsSettings.optional(),
    settings: z
      .record(z.string(), z.string())
      .default({})
      .describe("public values of this environment, read by setting(NAME)"),
    names: z
      .record(z.string(), z.string())
      .default({})
      .describe("names at vendors that differ from <platform>-<role>-<stack>"),
    adopt: z
      .record(z.string(), z.string().min(1))
      .default({})
      .describe("what exists already: logical name to import id"),
    optOuts: z
      .strictObject({ protection: reasonSchema.optional().describe("do not protect stateful resources") })
      .default({}),
  })
  .superRefine((settings, context) => {
    const allowed = vendorsOf[settings.kind];
    if (allowed.includes(settings.vendors)) return;
    context.addIssue({
      code: "custom",
      path: ["vendors"],
      message: `is ${settings.vendors}; a stack of the kind ${settings.kind} has ${allowed.join(" or ")} vendors`,
    });
  });

export type EnvironmentSettings = z.output<typeof environmentSettings>;
