import {
  type PolicyResource,
  type PolicyResourceOptions,
  type ResourceValidationPolicy,
  unknownCheckingProxy,
} from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import type { Exemption } from "../../../policies/exemptions.ts";
import { platformType } from "../../../policies/facts.ts";
import { rules } from "../../../policies/pack.ts";
import { policiesOf } from "../../../policies/policy.ts";
import type { ResourceRule, Rule } from "../../../policies/rule.ts";
import { made, onLoopback, urnOf } from "./subject.ts";

/** How the engine writes "not known in this preview" (a string's sentinel, in the SDK's rpc.ts). */
const notKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const opts: PolicyResourceOptions = {
  ...{ protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] },
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
};

interface Declared {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
}

const argsOf = ({ type, name, urn, props }: PolicyResource) => ({ type, name, urn, props, opts });

class NotApplicable extends Error {}

/** Runs policies over resources in order, then over the stack, with the arguments that the SDK gives them. */
function analyze(
  stack: string,
  declared: readonly Declared[],
  given: { rules?: readonly Rule[]; exemptions?: readonly Exemption[] } = {},
) {
  const policies = policiesOf(given.rules ?? rules, given.exemptions ?? []);
  const said: { policy: string; on: string; message: string }[] = [];
  const skipped: string[] = [];
  const common = {
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>(): T => ({}) as T,
    isType: () => false,
    asType: () => undefined,
    notApplicable: (reason?: string): never => {
      throw new NotApplicable(reason);
    },
  };
  const resources = declared.map(({ type, name, props }): PolicyResource => {
    const urn = urnOf(stack, type, name);
    return {
      ...common,
      type,
      name,
      urn,
      opts,
      props: unknownCheckingProxy(props),
      dependencies: [],
      propertyDependencies: {},
    };
  });
  const guarded = (call: () => unknown, what: string) => {
    try {
      call();
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
      skipped.push(what);
    }
  };
  for (const resource of resources) {
    for (const policy of policies.filter((one): one is ResourceValidationPolicy => "validateResource" in one)) {
      const report = (message: string) => said.push({ policy: policy.name, on: resource.name, message });
      const validate = [policy.validateResource ?? []].flat();
      for (const one of validate)
        guarded(() => one({ ...common, ...argsOf(resource) }, report), `${policy.name} ${resource.name}`);
    }
  }
  for (const policy of policies) {
    if (!("validateStack" in policy)) continue;
    const report = (message: string) => said.push({ policy: policy.name, on: "", message });
    guarded(() => policy.validateStack({ ...common, resources }, report), policy.name);
  }
  return { said, skipped };
}

const platform = (args: Record<string, unknown> = {}): Declared => ({
  type: platformType,
  name: "overview",
  props: {
    environment: { usesLoopback: false, protectsData: true },
    ...{ requiredSecrets: [], secrets: {}, siblings: [], ...args },
  },
});
const variable = (key: string, value: unknown): Declared => ({
  type: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
  name: "overview-variable",
  props: { key, value },
});
const project: Declared = { type: "supabase:index/project:Project", name: "overview-database", props: {} };

describe("the policies", () => {
  it("read the stack from the URN: a bare program in `production` is judged strictly, one in `local` is not", () => {
    const policies = (stack: string) => analyze(stack, [project]).said.map(({ policy }) => policy);
    expect(policies("production")).toEqual(["stateful-protected", "every-rule-ran"]);
    expect(policies("local")).toEqual(["every-rule-ran"]);
  });

  it("take the environment from the root component, against the stack's name if need be", () => {
    expect(analyze("production", [platform(onLoopback), project]).said).toEqual([]);
    expect(analyze("local", [platform(), project]).said).toMatchObject([{ policy: "stateful-protected" }]);
  });

  it("compare with the root component's secrets and never say one", () => {
    const canary = made("canary");
    const { said } = analyze("production", [
      platform({ secrets: { CRON_SECRET: canary } }),
      variable("VITE_A", canary),
    ]);
    expect(said).toMatchObject([{ policy: "no-secret-in-public-variable", on: "overview-variable" }]);
    expect(JSON.stringify(said)).not.toContain(canary);
  });

  it("say what they do not know yet, as advice", () => {
    const { said } = analyze("production", [platform(), variable("NEXT_PUBLIC_URL", notKnown)]);
    expect(said.map(({ policy }) => policy)).toEqual(["every-rule-ran"]);
    expect(said[0]?.message).toContain("no-secret-in-public-variable at overview-variable value");
  });

  it("find nested unknowns without stumbling, and judge what is known beside them", () => {
    const props = { siteUrl: "http://localhost:3000", smtp: { host: notKnown, ports: [1, notKnown] } };
    const { said } = analyze("production", [
      platform(),
      { type: "supabase:index/authSettings:AuthSettings", name: "auth", props },
    ]);
    expect(said).toMatchObject([
      { policy: "no-loopback-with-real-vendors", on: "auth" },
      { policy: "every-rule-ran", message: expect.stringContaining("auth smtp.host, auth smtp.ports[1]") },
    ]);
  });

  it("tell the engine where a rule does not apply", () => {
    const { skipped } = analyze("production", [platform(), project]);
    expect(skipped).toContain("no-schema-drift overview-database");
    expect(skipped).not.toContain("stateful-protected overview-database");
  });
});

describe("a rule that throws", () => {
  const broken: ResourceRule = {
    ...{ name: "broken-rule", description: "d.", why: "w.", remediation: "r.", severity: "low" },
    judge: ({ inputs }) => JSON.parse(String(inputs["value"])),
  };

  it("is a violation, and its error is not quoted: it may hold a secret", () => {
    const canary = made("canary");
    const { said } = analyze("production", [variable("A", canary)], { rules: [broken] });
    expect(said).toMatchObject([{ policy: "broken-rule", on: "overview-variable" }]);
    expect(said[0]?.message).toMatch(/broke on overview-variable \(SyntaxError.*nobody knows whether it holds/);
    expect(said[0]?.message).not.toContain("canary");
  });

  it("cannot be exempted", () => {
    const exemption = {
      rule: "broken-rule",
      urn: "urn:pulumi:production::overview::*",
      reason: "it always breaks here",
    };
    const { said } = analyze("production", [variable("A", "{")], { rules: [broken], exemptions: [exemption] });
    expect(said).toMatchObject([{ policy: "broken-rule" }]);
  });
});

describe("exemptions", () => {
  const auth = (urls: string[]): Declared => ({
    type: "supabase:index/authSettings:AuthSettings",
    name: "overview-auth",
    props: { siteUrl: "http://localhost:3000", additionalRedirectUrls: urls },
  });
  const exemption: Exemption = {
    rule: "no-loopback-with-real-vendors",
    urn: "urn:pulumi:staging::overview::*$supabase:index/authSettings:AuthSettings::overview-auth",
    path: "additionalRedirectUrls",
    reason: "developers sign in to staging from their machines",
  };
  const said = (stack: string, urls: string[], exemptions: Exemption[]) =>
    analyze(stack, [platform(), auth(urls)], { exemptions }).said;

  it("let exactly their input pass, in their stack, and are shown", () => {
    expect(said("staging", ["http://localhost:3000/**"], [exemption])).toMatchObject([
      { policy: "no-loopback-with-real-vendors", message: expect.stringContaining("siteUrl") },
      { policy: "every-rule-ran", message: expect.stringContaining("developers sign in to staging") },
    ]);
    expect(said("production", ["http://localhost:3000/**"], [exemption])).toHaveLength(2);
  });

  it("are an error when they let nothing pass", () => {
    expect(said("staging", [], [exemption])).toMatchObject([
      { policy: "no-loopback-with-real-vendors" },
      { policy: "exemptions-in-effect", message: expect.stringContaining("lets nothing pass") },
    ]);
  });

  it("are refused all at once when they are not well formed", () => {
    const bad: Exemption[] = [
      { rule: "no-such-rule", urn: exemption.urn, reason: exemption.reason },
      { ...exemption, reason: "  " },
      { ...exemption, urn: "urn:pulumi:*::overview::*" },
    ];
    expect(() => policiesOf(rules, bad)).toThrow(
      /exemptions\[0\].*no rule[\s\S]*exemptions\[1\].*reason[\s\S]*exemptions\[2\].*urn must begin/,
    );
  });
});
