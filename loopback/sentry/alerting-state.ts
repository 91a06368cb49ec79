import type { Secret } from "../core/vendor.ts";

export interface Owner {
  readonly type: "team" | "user";
  readonly id: string;
}

export interface Condition {
  readonly id: string;
  readonly type: string;
  /** A number, a boolean, or an object of the condition's own fields, in camelCase. */
  readonly comparison: unknown;
  /** The priority of a monitor's issue; true in an alert. */
  readonly conditionResult: unknown;
}

export interface ConditionGroup {
  readonly id: string;
  logicType: string;
  conditions: Condition[];
}

interface MetricSource {
  readonly aggregate: string;
  readonly dataset: string;
  readonly eventTypes: readonly string[];
  readonly query: string;
  /** Seconds. */
  readonly timeWindow: number;
  readonly environment: string | null;
  readonly extrapolationMode: string;
}

interface UptimeSource {
  readonly url: string;
  readonly method: string;
  /** Names and values; a value may be a token. */
  readonly headers: readonly (readonly [string, Secret])[];
  readonly body: Secret | null;
  readonly intervalSeconds: number;
  readonly timeoutMs: number;
  readonly assertion: unknown;
  readonly traceSampling: boolean;
}

export interface CronSource {
  readonly name: string;
  readonly slug: string;
  readonly config: {
    readonly scheduleType: "crontab" | "interval";
    readonly schedule: unknown;
    readonly checkinMargin: number | null;
    readonly maxRuntime: number | null;
    readonly timezone: string;
    readonly failureIssueThreshold: number | null;
    readonly recoveryThreshold: number | null;
  };
}

export type Source =
  | { readonly type: "metric_issue"; readonly metric: MetricSource }
  | { readonly type: "uptime_domain_failure"; readonly uptime: UptimeSource }
  | { readonly type: "monitor_check_in_failure"; readonly cron: CronSource };

/** A detector that somebody made; the two of every project stand with the project. */
export interface Monitor {
  readonly id: string;
  readonly orgId: string;
  readonly projectId: string;
  name: string;
  description: string | null;
  enabled: boolean;
  owner: Owner | null;
  config: Record<string, unknown>;
  conditions: ConditionGroup | null;
  source: Source;
  readonly sourceId: string;
  readonly dateCreated: string;
  dateUpdated: string;
}

export interface Action {
  readonly id: string;
  readonly type: string;
  readonly integrationId: string | null;
  readonly data: Record<string, unknown>;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Workflow {
  readonly id: string;
  readonly orgId: string;
  name: string;
  enabled: boolean;
  environment: string | null;
  /** Minutes between two runs for one issue. */
  frequency: number;
  detectorIds: string[];
  triggers: ConditionGroup;
  actionFilters: (ConditionGroup & { actions: Action[] })[];
  owner: Owner | null;
  readonly dateCreated: string;
  dateUpdated: string;
}

/** What somebody installed in the browser. */
export type Installed =
  | { readonly provider: "slack"; readonly channels: readonly { readonly id: string; readonly name: string }[] }
  | {
      readonly provider: "pagerduty";
      readonly services: readonly { readonly id: string; readonly service: string; readonly key: Secret }[];
    }
  | { readonly provider: "github"; readonly repositories: readonly string[] };

export interface Integration {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  installed: Installed;
}
