import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/required-secrets.ts";
import { judge, judgePlatform, made, messages } from "../subject.ts";

const requiredSecrets = [
  { name: "STRIPE_SECRET_KEY", pattern: "sk_live_[A-Za-z0-9]{16,}", description: "a Stripe live key" },
  { name: "CRON_SECRET", pattern: "[A-Za-z0-9]{32,}", description: "32 letters or digits" },
];
const good = { STRIPE_SECRET_KEY: made("sk_live_"), CRON_SECRET: made("") };

describe("required-secrets", () => {
  it("is violated by each secret that is missing or empty", () => {
    const verdict = judgePlatform(rule, { requiredSecrets, secrets: { CRON_SECRET: "" } });
    expect(verdict).toMatchObject({
      answer: "violated",
      findings: [{ path: "secrets.STRIPE_SECRET_KEY" }, { path: "secrets.CRON_SECRET" }],
    });
    expect(messages(verdict)).toContain("npx groundplan secrets set STRIPE_SECRET_KEY --stack production");
  });

  it("is violated by a value of another form, which it does not show", () => {
    const canary = made("sk_test_canary");
    const verdict = judgePlatform(rule, { requiredSecrets, secrets: { ...good, STRIPE_SECRET_KEY: canary } });
    expect(verdict).toMatchObject({ answer: "violated", findings: [{ path: "secrets.STRIPE_SECRET_KEY" }] });
    expect(messages(verdict)).toContain("it must be a Stripe live key");
    expect(messages(verdict)).not.toContain(canary);
  });

  it("wants the whole value to match, not a part of it", () => {
    const secrets = { ...good, STRIPE_SECRET_KEY: `${good.STRIPE_SECRET_KEY} # live` };
    expect(judgePlatform(rule, { requiredSecrets, secrets }).answer).toBe("violated");
  });

  it("is content with all secrets in their form", () => {
    expect(judgePlatform(rule, { requiredSecrets, secrets: good })).toEqual({ answer: "compliant", unread: [] });
  });

  it("does not apply to other resources", () => {
    expect(judge(rule, { type: "vercel:index/project:Project" }).answer).toBe("not applicable");
  });
});
