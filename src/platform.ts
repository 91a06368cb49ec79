import { definePlatform } from "./spec/definition.ts";
import { appEnv, fromAnalytics, fromApp, fromDatabase, fromErrors } from "./spec/variables.ts";

/** A generic SaaS product: a web application on Vercel, a database on Supabase, errors in Sentry, analytics in PostHog. */
export default definePlatform({
  name: "overview",
  title: "Infrastructure Overview",
  domain: "your-domain.com",

  repository: {
    description: "A SaaS product and everything that it runs on",
    visibility: "private",
    topics: ["saas"],
    requiredChecks: ["check", "test"],
    approvals: 1,
    variables: {
      APP_ENV: appEnv(),
      APP_URL: fromApp("url", "web"),
      VERCEL_ORG_ID: fromApp("teamId", "web"),
      VERCEL_PROJECT_ID: fromApp("projectId", "web"),
      SUPABASE_PROJECT_ID: fromDatabase("ref"),
    },
  },

  apps: {
    web: {
      framework: "nextjs",
      buildCommand: "npm run build",
      installCommand: "npm ci",
      functionRegion: "fra1",
      variables: {
        APP_ENV: appEnv(),
        NEXT_PUBLIC_APP_URL: fromApp("url"),
        NEXT_PUBLIC_SUPABASE_URL: fromDatabase("url"),
        NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: fromDatabase("publishableKey"),
        SUPABASE_SECRET_KEY: fromDatabase("secretKey"),
        NEXT_PUBLIC_SENTRY_DSN: fromErrors("dsn"),
        NEXT_PUBLIC_POSTHOG_KEY: fromAnalytics("key"),
        NEXT_PUBLIC_POSTHOG_HOST: fromAnalytics("host"),
      },
    },
  },

  database: {
    auth: { app: "web" },
    functions: {
      health: { verifyJwt: { reason: "uptime monitors call it without an account; it tells nothing but the state" } },
    },
  },

  errors: { platform: "javascript-nextjs" },
  analytics: { timezone: "UTC" },

  performance: { budgets: { ttfbMs: 200, fcpMs: 1500, lcpMs: 2500, scriptBytes: 500_000 } },

  release: {
    // Each pull request at an address of its own; main on the stable one, then on production with no further question.
    staging: { on: "both" },
    production: { on: "main", approval: false, strategy: "promote" },
    checks: [
      { name: "check", minutes: 30 },
      { name: "test", minutes: 120 },
    ],
    notify: { slack: "SLACK_WEBHOOK_URL" },
    // A private repository needs GitHub Code Security for it.
    security: { codeScanning: true },
  },

  secrets: [
    {
      name: "SLACK_WEBHOOK_URL",
      purpose: "posts deployments, failures and incidents to the on-call channel",
      format: "slack-webhook",
      consumers: ["workflow", "function"],
      requiredBy: "alerts",
      obtain: "https://api.slack.com/apps: Incoming Webhooks, one for each channel",
      rotateEveryDays: 180,
    },
  ],
});
