import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { sentryAlert } from "./sentry-alert.ts";
import { sentryCronMonitor } from "./sentry-cron-monitor.ts";
import { sentryDashboard } from "./sentry-dashboard.ts";
import { sentryIntegrationPagerduty } from "./sentry-integration-pagerduty.ts";
import { sentryKey } from "./sentry-key.ts";
import { sentryMetricMonitor } from "./sentry-metric-monitor.ts";
import { sentryOrganizationCodeMapping } from "./sentry-organization-code-mapping.ts";
import { sentryOrganizationMember } from "./sentry-organization-member.ts";
import { sentryOrganizationRepositoryGithub } from "./sentry-organization-repository-github.ts";
import { sentryProject } from "./sentry-project.ts";
import { sentryProjectInboundDataFilter } from "./sentry-project-inbound-data-filter.ts";
import { sentryProjectOwnership } from "./sentry-project-ownership.ts";
import { sentryProjectSpikeProtection } from "./sentry-project-spike-protection.ts";
import { sentryTeam } from "./sentry-team.ts";
import { sentryUptimeMonitor } from "./sentry-uptime-monitor.ts";

const version = "0.1.0";

/** An explicit provider instance; token and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Record<string, never> = {}, opts?: pulumi.ResourceOptions) {
    super("sentry", name, args, opts);
  }
}

export const SentryTeam = resourceClass(pulumi, sentryTeam, version);
export type SentryTeam = InstanceType<typeof SentryTeam>;

export const SentryProject = resourceClass(pulumi, sentryProject, version);
export type SentryProject = InstanceType<typeof SentryProject>;

export const SentryKey = resourceClass(pulumi, sentryKey, version);
export type SentryKey = InstanceType<typeof SentryKey>;

export const SentryProjectInboundDataFilter = resourceClass(pulumi, sentryProjectInboundDataFilter, version);
export type SentryProjectInboundDataFilter = InstanceType<typeof SentryProjectInboundDataFilter>;

export const SentryProjectSpikeProtection = resourceClass(pulumi, sentryProjectSpikeProtection, version);
export type SentryProjectSpikeProtection = InstanceType<typeof SentryProjectSpikeProtection>;

export const SentryProjectOwnership = resourceClass(pulumi, sentryProjectOwnership, version);
export type SentryProjectOwnership = InstanceType<typeof SentryProjectOwnership>;

export const SentryMetricMonitor = resourceClass(pulumi, sentryMetricMonitor, version);
export type SentryMetricMonitor = InstanceType<typeof SentryMetricMonitor>;

export const SentryUptimeMonitor = resourceClass(pulumi, sentryUptimeMonitor, version);
export type SentryUptimeMonitor = InstanceType<typeof SentryUptimeMonitor>;

export const SentryCronMonitor = resourceClass(pulumi, sentryCronMonitor, version);
export type SentryCronMonitor = InstanceType<typeof SentryCronMonitor>;

export const SentryAlert = resourceClass(pulumi, sentryAlert, version);
export type SentryAlert = InstanceType<typeof SentryAlert>;

export const SentryOrganizationRepositoryGithub = resourceClass(pulumi, sentryOrganizationRepositoryGithub, version);
export type SentryOrganizationRepositoryGithub = InstanceType<typeof SentryOrganizationRepositoryGithub>;

export const SentryOrganizationCodeMapping = resourceClass(pulumi, sentryOrganizationCodeMapping, version);
export type SentryOrganizationCodeMapping = InstanceType<typeof SentryOrganizationCodeMapping>;

export const SentryIntegrationPagerduty = resourceClass(pulumi, sentryIntegrationPagerduty, version);
export type SentryIntegrationPagerduty = InstanceType<typeof SentryIntegrationPagerduty>;

export const SentryDashboard = resourceClass(pulumi, sentryDashboard, version);
export type SentryDashboard = InstanceType<typeof SentryDashboard>;

export const SentryOrganizationMember = resourceClass(pulumi, sentryOrganizationMember, version);
export type SentryOrganizationMember = InstanceType<typeof SentryOrganizationMember>;
