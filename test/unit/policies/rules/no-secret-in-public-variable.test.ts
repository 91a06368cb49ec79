import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/no-secret-in-public-variable.ts";
import { unknown } from "../../../../policies/values.ts";
import { example, formatOf, formatSchema } from "../../../../src/spec/formats.ts";
import { looksSecret, publicPrefixes } from "../../../../src/spec/shape.ts";
import { judge, jwt, made, messages } from "../subject.ts";

const type = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";
const variable = (value: string, key = "NEXT_PUBLIC_KEY") => judge(rule, { type, inputs: { key, value } });

const forbidden: readonly (readonly [what: string, value: string])[] = [
  ["Stripe or Clerk secret key", made("sk_live_")],
  ["Stripe or Clerk secret key", made("sk_test_")],
  ["Stripe restricted key", made("rk_live_")],
  ["webhook signing secret", made("whsec_")],
  ["Supabase secret key", made("sb_secret_")],
  ["Supabase access token", `sbp_${"0a1b2c3d4e".repeat(4)}`],
  ["service_role", jwt({ iss: "supabase", role: "service_role" })],
  ["signed token (JWT)", jwt({ sub: "somebody" })],
  ["signed token (JWT)", "eyJhbGciOiJub25lIn0.eyJub0pzb24.c2ln"],
  ["GitHub token", made("ghp_", 36)],
  ["GitHub token", made("github_pat_")],
  ["Sentry token", made("sntrys_")],
  ["PostHog personal", made("phx_")],
  ["Slack token", made("xoxb-")],
  ["Slack incoming webhook", `https://hooks.slack.com/services/T0000/B0000/${made("", 24)}`],
  ["AWS access key", `AKIA${"ABCD2345".repeat(2)}`],
  ["OpenAI or Anthropic key", made("sk-proj-")],
  ["Resend key", `${made("re_", 8)}_${made("", 24)}`],
  ["private key (PEM)", ["-----BEGIN RSA", "PRIVATE KEY-----\nMIIE"].join(" ")],
  ["address with a password", "postgres://postgres:hunter2hunter2@db.example.com:5432/postgres"],
  ["address with a password", "rediss://:hunter2hunter2@cache.example.com:6379"],
];

const allowed = [
  made("sb_publishable_"),
  jwt({ iss: "supabase", role: "anon" }),
  made("phc_"),
  "https://0123456789abcdef0123456789abcdef@o1.ingest.de.sentry.io/42",
  made("pk_live_"),
  made("pk_test_"),
  made("AIza", 35),
  "https://abcdefghijklmnopqrst.supabase.co",
  "https://user@example.com:8443/a:b@c",
  "a plain sentence about task_live_and_more",
  "",
];

describe("no-secret-in-public-variable", () => {
  it.each(forbidden)("is violated by %s", (what, value) => {
    const verdict = variable(value);
    expect(verdict).toMatchObject({ answer: "violated", findings: [{ path: "value" }] });
    expect(messages(verdict)).toContain(what);
    expect(messages(verdict)).toContain("The variable NEXT_PUBLIC_KEY holds");
    expect(messages(verdict)).not.toContain(value);
  });

  it.each(allowed)("lets pass what is made to be public: %s", (value) => {
    expect(variable(value)).toEqual({ answer: "compliant", unread: [] });
  });

  it("finds a key inside a longer text", () => {
    expect(variable(`{"url":"x","key":"${made("sb_secret_")}"}`).answer).toBe("violated");
  });

  it("knows the value of every secret of the stack, whatever it looks like, and does not show it", () => {
    const canary = made("plainlookingcanary");
    const verdict = judge(rule, {
      type,
      inputs: { key: "VITE_TOKEN", value: `Bearer ${canary}` },
      platform: { secrets: { CRON_SECRET: canary, SHORT: "Bearer" } },
    });
    expect(verdict).toMatchObject({
      answer: "violated",
      findings: [{ problem: expect.stringContaining("CRON_SECRET") }],
    });
    expect(messages(verdict)).not.toContain(canary);
    expect(messages(verdict)).not.toContain("SHORT");
  });

  it("lets a secret stand in a variable that only the server reads", () => {
    expect(variable(made("sk_live_"), "STRIPE_SECRET_KEY")).toEqual({ answer: "compliant", unread: [] });
  });

  it("counts every GitHub variable as seen, in a program without root component too", () => {
    const inputs = {
      repository: "app",
      environment: "production",
      variableName: "TOKEN",
      value: `sbp_${"0a1b2c3d4e".repeat(4)}`,
    };
    const github = "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable";
    const verdict = judge(rule, { type: github, inputs, platform: null });
    expect(messages(verdict)).toContain("The variable TOKEN holds a Supabase access token");
    expect(judge(rule, { type: github, inputs: { ...inputs, value: "eu-central-1" } }).answer).toBe("compliant");
  });

  it("looks into lists of variables and names the place", () => {
    const variables = [
      { key: "API", value: made("sk_live_") },
      { key: "REACT_APP_API", value: made("sk_live_") },
    ];
    expect(
      judge(rule, {
        type: "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables",
        inputs: { variables },
      }),
    ).toMatchObject({ answer: "violated", findings: [{ path: "variables[1].value" }] });
  });

  it("says what it could not look at yet", () => {
    expect(judge(rule, { type, inputs: { key: "NEXT_PUBLIC_URL", value: unknown } })).toEqual({
      answer: "compliant",
      unread: ["value"],
    });
    expect(judge(rule, { type, inputs: { key: "SERVER_URL", value: unknown } })).toEqual({
      answer: "compliant",
      unread: [],
    });
    expect(judge(rule, { type: "vercel:index/project:Project", inputs: { environments: unknown } })).toEqual({
      answer: "compliant",
      unread: ["environments"],
    });
  });

  it("does not apply to resources without variables", () => {
    expect(judge(rule, { type: "vercel:index/projectDomain:ProjectDomain" }).answer).toBe("not applicable");
  });
});

describe("what the policies call a secret, beside what parsing does", () => {
  const formats = [
    "stripe-secret-key",
    "stripe-webhook-secret",
    "supabase-token",
    "sentry-token",
    "slack-webhook",
    "openai-key",
    "resend-key",
    "redis-url",
  ];

  it.each(formats)("is no less: %s", (name) => {
    const value = example(formatOf(formatSchema.parse(name), false), randomBytes);
    expect(looksSecret(value)).toBe(true);
    expect(variable(value).answer).toBe("violated");
  });

  it.each(publicPrefixes)("holds for variables that begin with %s", (prefix) => {
    expect(variable(made("sk_live_"), `${prefix}KEY`).answer).toBe("violated");
  });
});
