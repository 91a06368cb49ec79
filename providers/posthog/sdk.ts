import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { action } from "./action.ts";
import { alert } from "./alert.ts";
import { cohort } from "./cohort.ts";
import { dashboard } from "./dashboard.ts";
import { dashboardLayout } from "./dashboard-layout.ts";
import { featureFlag } from "./feature-flag.ts";
import { hogFunction } from "./hog-function.ts";
import { insight } from "./insight.ts";
import { project } from "./project.ts";
import { proxyRecord } from "./proxy-record.ts";
import { survey } from "./survey.ts";

const version = "0.1.0";

/** An explicit provider instance; key and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(
    name: string,
    args: { readonly organizationId?: pulumi.Input<string> } = {},
    opts?: pulumi.ResourceOptions,
  ) {
    super("posthog", name, args, opts);
  }
}

export const Project = resourceClass(pulumi, project, version);
export type Project = InstanceType<typeof Project>;

export const FeatureFlag = resourceClass(pulumi, featureFlag, version);
export type FeatureFlag = InstanceType<typeof FeatureFlag>;

export const Dashboard = resourceClass(pulumi, dashboard, version);
export type Dashboard = InstanceType<typeof Dashboard>;

export const Insight = resourceClass(pulumi, insight, version);
export type Insight = InstanceType<typeof Insight>;

export const Alert = resourceClass(pulumi, alert, version);
export type Alert = InstanceType<typeof Alert>;

export const ProxyRecord = resourceClass(pulumi, proxyRecord, version);
export type ProxyRecord = InstanceType<typeof ProxyRecord>;

export const Action = resourceClass(pulumi, action, version);
export type Action = InstanceType<typeof Action>;

export const Cohort = resourceClass(pulumi, cohort, version);
export type Cohort = InstanceType<typeof Cohort>;

export const Survey = resourceClass(pulumi, survey, version);
export type Survey = InstanceType<typeof Survey>;

export const HogFunction = resourceClass(pulumi, hogFunction, version);
export type HogFunction = InstanceType<typeof HogFunction>;

export const DashboardLayout = resourceClass(pulumi, dashboardLayout, version);
export type DashboardLayout = InstanceType<typeof DashboardLayout>;
