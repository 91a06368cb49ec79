import { readFileSync } from "node:fs";
import type { Unwrap } from "@pulumi/pulumi";
import type * as published from "@pulumiverse/vercel";
import { describe, expect, it } from "vitest";
import type { Args } from "../../../providers/kit/sdk.ts";
import type { accessGroup } from "../../../providers/vercel/access-group.ts";
import type { accessGroupProject } from "../../../providers/vercel/access-group-project.ts";
import type { attackChallengeMode } from "../../../providers/vercel/attack-challenge-mode.ts";
import type { customEnvironment } from "../../../providers/vercel/custom-environment.ts";
import type { dnsRecord } from "../../../providers/vercel/dns-record.ts";
import type { edgeConfig } from "../../../providers/vercel/edge-config.ts";
import type { edgeConfigItem } from "../../../providers/vercel/edge-config-item.ts";
import type { edgeConfigToken } from "../../../providers/vercel/edge-config-token.ts";
import type { firewallConfig } from "../../../providers/vercel/firewall-config.ts";
import type { logDrain } from "../../../providers/vercel/log-drain.ts";
import type { project } from "../../../providers/vercel/project.ts";
import type { projectCrons } from "../../../providers/vercel/project-crons.ts";
import type { projectDeploymentRetention } from "../../../providers/vercel/project-deployment-retention.ts";
import type { projectDomain } from "../../../providers/vercel/project-domain.ts";
import type { projectEnvironmentVariable } from "../../../providers/vercel/project-environment-variable.ts";
import type { projectProtectionBypass } from "../../../providers/vercel/project-protection-bypass.ts";
import type { projectRollingRelease } from "../../../providers/vercel/project-rolling-release.ts";
import { vercel } from "../../../providers/vercel/provider.ts";
import type { sharedEnvironmentVariable } from "../../../providers/vercel/shared-environment-variable.ts";
import type { traceDrain } from "../../../providers/vercel/trace-drain.ts";
import type { webhook } from "../../../providers/vercel/webhook.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Optional<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** Names that only the published package has, that only ours has, and that are required in one alone. */
interface Differences<Theirs, Ours> {
  missing: Exclude<keyof Theirs, keyof Ours>;
  extra: Exclude<keyof Ours, keyof Theirs>;
  required: Exclude<Optional<Theirs> & keyof Ours, Optional<Ours>>;
  optional: Exclude<Optional<Ours> & keyof Theirs, Optional<Theirs>>;
}
type Known<Missing = never, Extra = never, Required = never, Optionals = never> = {
  missing: Missing;
  extra: Extra;
  required: Required;
  optional: Optionals;
};
type Same<Theirs, Ours, Expected extends Known<unknown, unknown, unknown, unknown> = Known> = Equal<
  { [K in keyof Differences<Theirs, Ours>]: Differences<Theirs, Ours>[K] },
  { [K in keyof Expected]: Expected[K] }
>;

type Project = Args<typeof project>;
type Published = published.ProjectArgs;
/** A nested object of both, with Inputs taken off. */
type Inner<T, K extends keyof T> = NonNullable<Unwrap<NonNullable<T[K]>>>;

type Firewall = Args<typeof firewallConfig>;
type TheirRule = NonNullable<Inner<published.FirewallConfigArgs, "rules">["rules"]>[number];
type OurRule = NonNullable<Inner<Firewall, "rules">["rules"]>[number];

/** Compile-time: each is `true`, or `tsc` names the line. A new difference goes here by name and into COMPAT.md with its reason. */
const compared = {
  project: true satisfies Same<Published, Project, Known<(typeof left)["project"][number], never, "name", never>>,
  resourceConfig: true satisfies Same<Inner<Published, "resourceConfig">, Inner<Project, "resourceConfig">>,
  gitRepository: true satisfies Same<
    Inner<Published, "gitRepository">,
    Inner<Project, "gitRepository">,
    Known<"deployHooks">
  >,
  vercelAuthentication: true satisfies Same<
    Inner<Published, "vercelAuthentication">,
    Inner<Project, "vercelAuthentication">
  >,
  passwordProtection: true satisfies Same<
    Inner<Published, "passwordProtection">,
    Inner<Project, "passwordProtection">,
    Known<never, never, never, "password">
  >,
  trustedIps: true satisfies Same<Inner<Published, "trustedIps">, Inner<Project, "trustedIps">>,
  optionsAllowlist: true satisfies Same<Inner<Published, "optionsAllowlist">, Inner<Project, "optionsAllowlist">>,
  oidcTokenConfig: true satisfies Same<
    Inner<Published, "oidcTokenConfig">,
    Inner<Project, "oidcTokenConfig">,
    Known<never, "enabled">
  >,
  gitComments: true satisfies Same<
    Inner<Published, "gitComments">,
    Inner<Project, "gitComments">,
    Known<never, never, never, "onPullRequest" | "onCommit">
  >,
  gitProviderOptions: true satisfies Same<Inner<Published, "gitProviderOptions">, Inner<Project, "gitProviderOptions">>,
  variable: true satisfies Same<
    published.ProjectEnvironmentVariableArgs,
    Args<typeof projectEnvironmentVariable>,
    Known<(typeof left)["projectEnvironmentVariable"][number], never, "value", never>
  >,
  domain: true satisfies Same<published.ProjectDomainArgs, Args<typeof projectDomain>>,
  environment: true satisfies Same<
    published.CustomEnvironmentArgs,
    Args<typeof customEnvironment>,
    Known<never, never, "name", never>
  >,
  branchTracking: true satisfies Same<
    Inner<published.CustomEnvironmentArgs, "branchTracking">,
    Inner<Args<typeof customEnvironment>, "branchTracking">
  >,
  retention: true satisfies Same<published.ProjectDeploymentRetentionArgs, Args<typeof projectDeploymentRetention>>,
  crons: true satisfies Same<published.ProjectCronsArgs, Args<typeof projectCrons>>,
  bypass: true satisfies Same<published.ProjectProtectionBypassArgs, Args<typeof projectProtectionBypass>>,
  attackMode: true satisfies Same<published.AttackChallengeModeArgs, Args<typeof attackChallengeMode>>,
  accessGroup: true satisfies Same<
    published.AccessGroupArgs,
    Args<typeof accessGroup>,
    Known<never, never, "name", never>
  >,
  accessGroupProject: true satisfies Same<published.AccessGroupProjectArgs, Args<typeof accessGroupProject>>,
  rollingRelease: true satisfies Same<published.ProjectRollingReleaseArgs, Args<typeof projectRollingRelease>>,
  stage: true satisfies Same<
    Inner<published.ProjectRollingReleaseArgs, "stages">[number],
    Inner<Args<typeof projectRollingRelease>, "stages">[number]
  >,
  edgeConfig: true satisfies Same<
    published.EdgeConfigArgs,
    Args<typeof edgeConfig>,
    Known<never, never, "name", never>
  >,
  edgeConfigItem: true satisfies Same<published.EdgeConfigItemArgs, Args<typeof edgeConfigItem>>,
  edgeConfigToken: true satisfies Same<published.EdgeConfigTokenArgs, Args<typeof edgeConfigToken>>,
  webhook: true satisfies Same<published.WebhookArgs, Args<typeof webhook>>,
  logDrain: true satisfies Same<published.LogDrainArgs, Args<typeof logDrain>, Known<never, never, "name", never>>,
  traceDrain: true satisfies Same<
    published.TraceDrainArgs,
    Args<typeof traceDrain>,
    Known<never, never, "name", never>
  >,
  samplingRules: true satisfies Same<
    Inner<published.TraceDrainArgs, "samplingRules">[number],
    Inner<Args<typeof traceDrain>, "samplingRules">[number]
  >,
  shared: true satisfies Same<
    published.SharedEnvironmentVariableArgs,
    Args<typeof sharedEnvironmentVariable>,
    Known<(typeof left)["sharedEnvironmentVariable"][number], never, "value", never>
  >,
  record: true satisfies Same<published.DnsRecordArgs, Args<typeof dnsRecord>>,
  srv: true satisfies Same<Inner<published.DnsRecordArgs, "srv">, Inner<Args<typeof dnsRecord>, "srv">>,
  firewall: true satisfies Same<published.FirewallConfigArgs, Firewall>,
  managedRulesets: true satisfies Same<
    Inner<published.FirewallConfigArgs, "managedRulesets">,
    Inner<Firewall, "managedRulesets">,
    Known<(typeof left)["managedRulesets"][number]>
  >,
  owasp: true satisfies Same<
    Inner<Inner<published.FirewallConfigArgs, "managedRulesets">, "owasp">,
    Inner<Inner<Firewall, "managedRulesets">, "owasp">
  >,
  rule: true satisfies Same<TheirRule, OurRule, Known<(typeof left)["rule"][number]>>,
  action: true satisfies Same<TheirRule["action"], OurRule["action"]>,
  condition: true satisfies Same<
    TheirRule["conditionGroups"][number]["conditions"][number],
    OurRule["conditionGroups"][number]["conditions"][number]
  >,
};

/** Published properties that are left out. */
const left = {
  project: ["environments", "previewComments", "publicSource", "serverlessFunctionRegion", "trustedSources"],
  projectEnvironmentVariable: ["valueWo"],
  sharedEnvironmentVariable: ["valueWo"],
  managedRulesets: ["botFilter"],
  rule: ["id"],
} as const;

/** Resources that the published package does not have. */
const own = ["DeployHook", "Drain"];
const both = vercel.resources.filter(({ token }) => !own.includes(nameOf(token)));

function nameOf(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");

describe("compatibility with @pulumiverse/vercel", () => {
  it("has the published tokens", () => {
    for (const { token } of both) {
      const module = token.split("/")[1]?.split(":")[0];
      expect(read(`node_modules/@pulumiverse/vercel/${module}.js`)).toContain(`__pulumiType = '${token}'`);
    }
  });

  it("has the published secrets", () => {
    for (const { token, secrets = [] } of both) {
      const module = token.split("/")[1]?.split(":")[0];
      const source = read(`node_modules/@pulumiverse/vercel/${module}.js`);
      const theirs = /additionalSecretOutputs: \[([^\]]*)\]/.exec(source)?.[1]?.match(/\w+/g) ?? [];
      expect({ token, secrets: [...secrets].filter((name) => name !== "passwordProtection").toSorted() }).toEqual({
        token,
        secrets: theirs.filter((name) => name !== "valueWo").toSorted(),
      });
    }
  });

  it("gives a reason for every difference", () => {
    const reasons = read("providers/vercel/COMPAT.md");
    const names = [
      ...Object.values(left).flat(),
      "deployHooks",
      "enabled",
      "password",
      "onPullRequest",
      "onCommit",
      "name",
      "value",
    ];
    for (const name of names) expect(reasons).toMatch(new RegExp(`\`[\\w.]*\\b${name}\``));
    expect(Object.values(compared)).not.toContain(false);
  });
});
