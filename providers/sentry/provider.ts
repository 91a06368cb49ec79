import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { connect } from "./client.ts";
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

export const sentry = provider({
  name: "sentry",
  version: "0.1.0",
  displayName: "Sentry",
  config: z.strictObject({}),
  configure: (_, machine) => connect(machine),
  resources: [
    sentryTeam,
    sentryOrganizationMember,
    sentryProject,
    sentryKey,
    sentryProjectInboundDataFilter,
    sentryProjectSpikeProtection,
    sentryProjectOwnership,
    sentryMetricMonitor,
    sentryUptimeMonitor,
    sentryCronMonitor,
    sentryIntegrationPagerduty,
    sentryAlert,
    sentryOrganizationRepositoryGithub,
    sentryOrganizationCodeMapping,
    sentryDashboard,
  ],
});
