import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { betterstack } from "../../../providers/betterstack/provider.ts";
import { google } from "../../../providers/google/provider.ts";
import { pagerduty } from "../../../providers/pagerduty/provider.ts";
import { upstash } from "../../../providers/upstash/provider.ts";

/** Inputs of a resource by name: a kind, the entries of a list, or what is inside. */
type Names = {
  readonly [name: string]: "string" | "number" | "boolean" | "map" | Names | readonly [Names | "string" | "number"];
};

const [text, number, flag, texts] = ["string", "number", "boolean", ["string"]] as const;
const urgency = { type: text, urgency: text };
const day = { year: number, month: number, day: number };
const alerting: Names = {
  ...{ call: flag, sms: flag, email: flag, push: flag, criticalAlert: flag, teamWait: number, policyId: text },
  ...{ paused: flag, maintenanceFrom: text, maintenanceTo: text, maintenanceTimezone: text, maintenanceDays: texts },
};

/**
 * What the published packages take, from their types: @pulumi/pagerduty 3.4.0, @upstash/pulumi 0.5.0, @pulumi/gcp 9.37.0;
 * for Better Stack what the bridge would make of its Terraform providers' schemas.
 */
const published: Readonly<Record<string, Names>> = {
  "pagerduty:index/service:Service": {
    ...{ name: text, description: text, escalationPolicy: text, alertCreation: text },
    ...{ acknowledgementTimeout: text, autoResolveTimeout: text },
    alertGroupingParameters: { type: text, config: { aggregate: text, fields: texts, timeout: number } },
    incidentUrgencyRule: { ...urgency, duringSupportHours: urgency, outsideSupportHours: urgency },
    scheduledActions: [{ type: text, toUrgency: text, ats: [{ name: text, type: text }] }],
    supportHours: { daysOfWeeks: ["number"], endTime: text, startTime: text, timeZone: text, type: text },
  },
  "pagerduty:index/serviceIntegration:ServiceIntegration": { name: text, service: text, type: text, vendor: text },
  "pagerduty:index/escalationPolicy:EscalationPolicy": {
    ...{ name: text, description: text, numLoops: number, teams: text },
    rules: [{ escalationDelayInMinutes: number, targets: [{ id: text, type: text }] }],
  },
  "pagerduty:index/schedule:Schedule": {
    ...{ name: text, description: text, timeZone: text, teams: texts },
    layers: [
      {
        ...{ name: text, start: text, end: text, rotationVirtualStart: text, rotationTurnLengthSeconds: number },
        users: texts,
        restrictions: [{ type: text, startTimeOfDay: text, durationSeconds: number, startDayOfWeek: number }],
      },
    ],
  },
  "upstash:index/redisDatabase:RedisDatabase": {
    ...{ databaseName: text, region: text, primaryRegion: text, readRegions: texts, tls: flag, eviction: flag },
    ...{ autoScale: flag, prodPack: flag, budget: number, ipAllowlists: texts },
  },
  "gcp:billing/budget:Budget": {
    ...{ billingAccount: text, displayName: text, ownershipScope: text },
    amount: { lastPeriodAmount: flag, specifiedAmount: { currencyCode: text, nanos: number, units: text } },
    allUpdatesRule: {
      ...{ disableDefaultIamRecipients: flag, enableProjectLevelRecipients: flag },
      ...{ monitoringNotificationChannels: texts, pubsubTopic: text, schemaVersion: text },
    },
    budgetFilter: {
      ...{ calendarPeriod: text, creditTypes: texts, creditTypesTreatment: text, labels: "map", projects: texts },
      ...{ resourceAncestors: texts, services: texts, subaccounts: texts },
      customPeriod: { startDate: day, endDate: day },
    },
    thresholdRules: [{ spendBasis: text, thresholdPercent: number }],
  },
  "gcp:monitoring/dashboard:Dashboard": { dashboardJson: text, project: text },
  "betterstack:index/monitor:Monitor": {
    ...{ monitorType: text, url: text, pronounceableName: text, checkFrequency: number, requestTimeout: number },
    ...{ confirmationPeriod: number, recoveryPeriod: number, regions: texts, expectedStatusCodes: ["number"] },
    ...{ requiredKeyword: text, httpMethod: text, requestBody: text, authUsername: text, authPassword: text },
    ...{ requestHeaders: [{ name: text, value: text }], verifySsl: flag, sslExpiration: number },
    ...{ domainExpiration: number, expirationPolicyId: number, followRedirects: flag, rememberCookies: flag },
    ...{ port: text, ipVersion: text, playwrightScript: text, scenarioName: text, monitorGroupId: number },
    ...alerting,
  },
  "betterstack:index/heartbeat:Heartbeat": {
    ...{ name: text, period: number, grace: number, heartbeatGroupId: number },
    ...alerting,
  },
  "betterstack:index/source:Source": {
    ...{ name: text, platform: text, dataRegion: text, ingestingPaused: flag, logsRetention: number },
    ...{ metricsRetention: number, liveTailPattern: text, sourceGroupId: number },
  },
};

/** What we have besides; each stands in COMPAT.md. */
const besides: Readonly<Record<string, readonly string[]>> = {
  "pagerduty:index/service:Service": [
    "alertGroupingParameters.config.timeWindow",
    "autoPauseNotificationsParameters.enabled",
    "autoPauseNotificationsParameters.timeout",
  ],
};

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

/** Every leaf as `path: kind`. */
function leavesOf(names: Names): string[] {
  return Object.entries(names).flatMap(([name, inner]) => {
    const [one] = Array.isArray(inner) ? inner : [inner];
    const path = Array.isArray(inner) ? `${name}[]` : name;
    return typeof one === "string" ? [`${path}: ${one}`] : leavesOf(one as Names).map((leaf) => `${path}.${leaf}`);
  });
}

function leavesOfSchema({ properties = {} }: JsonSchema): string[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const one = property.items ?? property;
    const path = property.items === undefined ? name : `${name}[]`;
    if (one.properties !== undefined) return leavesOfSchema(one).map((leaf) => `${path}.${leaf}`);
    const type = one.type ?? typeof (one.const ?? one.enum?.[0]);
    return [`${path}: ${type === "integer" ? "number" : type === "object" ? "map" : type}`];
  });
}

const folders = { pagerduty, upstash, betterstack, google };

describe.each(Object.entries(folders))("the names of %s", (folder, provider) => {
  const compat = readFileSync(join(import.meta.dirname, "../../../providers", folder, "COMPAT.md"), "utf8");

  it.each(provider.resources.map((definition) => [String(definition.token), definition] as const))(
    "are those of the published package: %s",
    (token, definition) => {
      const extra = besides[token] ?? [];
      const schema = z.toJSONSchema(definition.inputs, { io: "input" }) as JsonSchema;
      const ours = leavesOfSchema(schema).filter((leaf) => !extra.includes(leaf.replace(/: \w+$/, "")));
      expect(ours.toSorted()).toEqual(leavesOf(published[token] ?? {}).toSorted());
      for (const path of extra) expect(compat).toContain(path.split(".")[0]);
    },
  );

  it("have an id to import by, and say what it looks like", () => {
    for (const { importId } of provider.resources) expect(importId).toMatch(/<[a-z ]+>/);
  });
});
