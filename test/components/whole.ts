import type { PlatformSpec } from "../../src/spec/platform.ts";
import { fromAnalytics, fromApp, fromDatabase, fromErrors, literal, setting } from "../../src/spec/variables.ts";
import { type Changed, definition, parse, stacks } from "../support/platform.ts";

/** The small platform with everything that a platform can have. */
export const whole = {
  ...definition,
  errors: { platform: "javascript-nextjs" },
  analytics: { timezone: "Europe/Berlin" },
  apps: {
    web: {
      ...definition.apps.web,
      variables: {
        ...definition.apps.web.variables,
        NEXT_PUBLIC_SUPABASE_KEY: fromDatabase("publishableKey"),
        NEXT_PUBLIC_SENTRY_DSN: fromErrors("dsn"),
        NEXT_PUBLIC_POSTHOG_KEY: fromAnalytics("key"),
        NEXT_PUBLIC_POSTHOG_HOST: fromAnalytics("host"),
        TAX: setting("TAX"),
        GREETING: literal("hello"),
      },
    },
  },
  repository: {
    requiredChecks: ["check"],
    variables: { VERCEL_PROJECT_ID: fromApp("projectId", "web"), SUPABASE_PROJECT_ID: fromDatabase("ref") },
  },
  database: { functions: { health: { verifyJwt: { reason: "monitors call it without an account" } }, report: {} } },
  secrets: [
    ...definition.secrets,
    {
      name: "MAIL_KEY",
      purpose: "sends mail from functions",
      format: "resend-key",
      consumers: ["function"],
      requiredBy: "mail",
      obtain: "https://resend.com/api-keys",
    },
  ],
};

const extra = {
  owners: {
    github: "shop-org",
    vercel: "team_1234567890",
    supabase: "shoporganization",
    sentry: "shop",
    posthog: "01900000-0000-7000-8000-000000000000",
  },
  analytics: { ingestHost: "https://eu.i.posthog.com" },
  settings: { TAX: "19" },
};
export const all = Object.fromEntries(Object.entries(stacks).map(([name, data]) => [name, { ...data, ...extra }]));
export const given = ["STRIPE_SECRET_KEY", "SUPABASE_DB_PASSWORD", "SUPABASE_ACCESS_TOKEN", "VERCEL_TOKEN", "MAIL_KEY"];

export const specOf = (stack: keyof typeof stacks, changed: Changed & { readonly adopt?: object } = {}): PlatformSpec =>
  parse({
    stack,
    definition: changed.definition ?? whole,
    data: { ...(changed.data ?? all[stack] ?? {}), ...(changed.adopt ? { adopt: changed.adopt } : {}) },
    others: all,
    secrets: Object.fromEntries(given.map((name) => [name, { encrypted: true }])),
  });
