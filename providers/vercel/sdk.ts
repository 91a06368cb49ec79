import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { accessGroup } from "./access-group.ts";
import { accessGroupProject } from "./access-group-project.ts";
import { attackChallengeMode } from "./attack-challenge-mode.ts";
import { customEnvironment } from "./custom-environment.ts";
import { deployHook } from "./deploy-hook.ts";
import { dnsRecord } from "./dns-record.ts";
import { drain } from "./drain.ts";
import { edgeConfig } from "./edge-config.ts";
import { edgeConfigItem } from "./edge-config-item.ts";
import { edgeConfigToken } from "./edge-config-token.ts";
import { firewallConfig } from "./firewall-config.ts";
import { logDrain } from "./log-drain.ts";
import { project } from "./project.ts";
import { projectCrons } from "./project-crons.ts";
import { projectDeploymentRetention } from "./project-deployment-retention.ts";
import { projectDomain } from "./project-domain.ts";
import { projectEnvironmentVariable } from "./project-environment-variable.ts";
import { projectProtectionBypass } from "./project-protection-bypass.ts";
import { projectRollingRelease } from "./project-rolling-release.ts";
import { sharedEnvironmentVariable } from "./shared-environment-variable.ts";
import { traceDrain } from "./trace-drain.ts";
import { webhook } from "./webhook.ts";

const version = "0.1.0";

/** An explicit provider instance; token and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: { readonly team?: pulumi.Input<string> } = {}, opts?: pulumi.ResourceOptions) {
    super("vercel", name, args, opts);
  }
}

export const Project = resourceClass(pulumi, project, version);
export type Project = InstanceType<typeof Project>;

export const ProjectEnvironmentVariable = resourceClass(pulumi, projectEnvironmentVariable, version);
export type ProjectEnvironmentVariable = InstanceType<typeof ProjectEnvironmentVariable>;

export const ProjectDomain = resourceClass(pulumi, projectDomain, version);
export type ProjectDomain = InstanceType<typeof ProjectDomain>;

export const CustomEnvironment = resourceClass(pulumi, customEnvironment, version);
export type CustomEnvironment = InstanceType<typeof CustomEnvironment>;

export const DeployHook = resourceClass(pulumi, deployHook, version);
export type DeployHook = InstanceType<typeof DeployHook>;

export const ProjectCrons = resourceClass(pulumi, projectCrons, version);
export type ProjectCrons = InstanceType<typeof ProjectCrons>;

export const ProjectDeploymentRetention = resourceClass(pulumi, projectDeploymentRetention, version);
export type ProjectDeploymentRetention = InstanceType<typeof ProjectDeploymentRetention>;

export const ProjectProtectionBypass = resourceClass(pulumi, projectProtectionBypass, version);
export type ProjectProtectionBypass = InstanceType<typeof ProjectProtectionBypass>;

export const FirewallConfig = resourceClass(pulumi, firewallConfig, version);
export type FirewallConfig = InstanceType<typeof FirewallConfig>;

export const AttackChallengeMode = resourceClass(pulumi, attackChallengeMode, version);
export type AttackChallengeMode = InstanceType<typeof AttackChallengeMode>;

export const Webhook = resourceClass(pulumi, webhook, version);
export type Webhook = InstanceType<typeof Webhook>;

export const LogDrain = resourceClass(pulumi, logDrain, version);
export type LogDrain = InstanceType<typeof LogDrain>;

export const TraceDrain = resourceClass(pulumi, traceDrain, version);
export type TraceDrain = InstanceType<typeof TraceDrain>;

export const Drain = resourceClass(pulumi, drain, version);
export type Drain = InstanceType<typeof Drain>;

export const SharedEnvironmentVariable = resourceClass(pulumi, sharedEnvironmentVariable, version);
export type SharedEnvironmentVariable = InstanceType<typeof SharedEnvironmentVariable>;

export const DnsRecord = resourceClass(pulumi, dnsRecord, version);
export type DnsRecord = InstanceType<typeof DnsRecord>;

export const AccessGroup = resourceClass(pulumi, accessGroup, version);
export type AccessGroup = InstanceType<typeof AccessGroup>;

export const AccessGroupProject = resourceClass(pulumi, accessGroupProject, version);
export type AccessGroupProject = InstanceType<typeof AccessGroupProject>;

export const ProjectRollingRelease = resourceClass(pulumi, projectRollingRelease, version);
export type ProjectRollingRelease = InstanceType<typeof ProjectRollingRelease>;

export const EdgeConfig = resourceClass(pulumi, edgeConfig, version);
export type EdgeConfig = InstanceType<typeof EdgeConfig>;

export const EdgeConfigItem = resourceClass(pulumi, edgeConfigItem, version);
export type EdgeConfigItem = InstanceType<typeof EdgeConfigItem>;

export const EdgeConfigToken = resourceClass(pulumi, edgeConfigToken, version);
export type EdgeConfigToken = InstanceType<typeof EdgeConfigToken>;
