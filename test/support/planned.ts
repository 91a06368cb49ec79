import * as pulumi from "@pulumi/pulumi";
import { Platform } from "../../src/components/platform.ts";
import type { PlatformSpec } from "../../src/spec/platform.ts";
import { type Plan, type PlanOptions, plan } from "./plan.ts";

/** What each vendor would answer: recognisable texts, so that a test sees where they end up. */
const answers: Readonly<Record<string, (name: string) => ReturnType<NonNullable<PlanOptions["computed"]>>>> = {
  "supabase:index/project:Project": () => ({
    ref: "refrefrefrefrefrefre",
    url: "https://refrefrefrefrefrefre.supabase.co",
    publishableKey: "sb_publishable_told",
    secretKey: "sb_secret_told",
  }),
  "sentry:index/sentryKey:SentryKey": () => ({ dsnPublic: "https://key@sentry.example/1" }),
  "posthog:index/project:Project": () => ({ apiToken: "phc_told", projectId: 7 }),
  "github:index/repository:Repository": () => ({ htmlUrl: "https://github.com/owner/name" }),
};

/** The value that a test gives a secret. */
export const secretValue = (name: string): string => `the value of ${name}`;

/** Plans a platform: everything that it would register, with vendors that answer as above. */
export const planPlatform = (spec: PlatformSpec): Promise<Plan> =>
  plan(
    { project: spec.name, stack: spec.stack, computed: ({ type, name }) => answers[type]?.(name) ?? {} },
    async () => {
      return new Platform(spec, (name) => pulumi.secret(secretValue(name))).outputs;
    },
  );
