import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { accessGroup } from "./access-group.ts";
import { accessGroupProject } from "./access-group-project.ts";
import { attackChallengeMode } from "./attack-challenge-mode.ts";
import { connect } from "./client.ts";
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

export const vercel = provider({
  name: "vercel",
  version: "0.1.0",
  displayName: "Vercel",
  config: z.strictObject({
    team: z
      .string()
      .optional()
      .describe("`team_…` or slug of the team whose resources these are, unless they name one."),
  }),
  configure: ({ team }, machine) => connect(team, machine),
  resources: [
    project,
    projectEnvironmentVariable,
    projectDomain,
    customEnvironment,
    deployHook,
    projectCrons,
    projectDeploymentRetention,
    projectProtectionBypass,
    firewallConfig,
    attackChallengeMode,
    edgeConfig,
    edgeConfigItem,
    edgeConfigToken,
    accessGroup,
    accessGroupProject,
    projectRollingRelease,
    webhook,
    logDrain,
    traceDrain,
    drain,
    sharedEnvironmentVariable,
    dnsRecord,
  ],
});
