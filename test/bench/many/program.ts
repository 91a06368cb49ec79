import { readFileSync } from "node:fs";
import { FeatureFlag, Provider as PostHog, Project as PostHogProject } from "@pulumi/posthog";
import { Provider as Sentry, SentryKey, SentryProject, SentryTeam } from "@pulumi/sentry";
import { Project, ProjectEnvironmentVariable, Provider as Vercel } from "@pulumi/vercel";
import { FunctionSecret, Provider as Supabase, Project as SupabaseProject } from "@pulumiverse/supabase";

/** `count` resources in four equal parts: siblings under one project at each vendor. */
const { count }: { count: number } = JSON.parse(readFileSync(process.env["GALLERY_VISIT"] ?? "", "utf8"));
const numbers = Array.from({ length: Math.round((count - 5) / 4) }, (_, index) => index);

const vercel = { provider: new Vercel("vercel", { team: "team_LoopbackTeam000000000001" }) };
const app = new Project("app", { name: "many" }, vercel);
for (const number of numbers) {
  new ProjectEnvironmentVariable(
    `variable-${number}`,
    { projectId: app.id, key: `KEY_${number}`, value: `value ${number}`, targets: ["production"], sensitive: false },
    vercel,
  );
}

const supabase = { provider: new Supabase("supabase") };
const database = new SupabaseProject(
  "database",
  {
    organizationId: "loopbackorganization",
    name: "many",
    region: "eu-central-1",
    databasePassword: "many-0123456789-password",
  },
  supabase,
);
for (const number of numbers)
  new FunctionSecret(
    `secret-${number}`,
    { projectRef: database.ref, name: `SECRET_${number}`, value: `secret value ${number}` },
    supabase,
  );

const sentry = { provider: new Sentry("sentry") };
const organization = "groundplan-local";
const team = new SentryTeam("team", { organization, slug: "many", name: "many" }, sentry);
const errors = new SentryProject(
  "errors",
  { organization, teams: [team.slug], name: "many", slug: "many", platform: "node" },
  sentry,
);
for (const number of numbers)
  new SentryKey(`key-${number}`, { organization, project: errors.slug, name: `key ${number}` }, sentry);

const posthog = { provider: new PostHog("posthog", { organizationId: "01890000-0000-7000-8000-000000000001" }) };
const analytics = new PostHogProject("analytics", { name: "many" }, posthog);
for (const number of numbers)
  new FeatureFlag(
    `flag-${number}`,
    { projectId: analytics.projectId, key: `flag-${number}`, filters: { groups: [{ rolloutPercentage: 10 }] } },
    posthog,
  );
