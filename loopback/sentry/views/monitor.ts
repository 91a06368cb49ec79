import type { CronSource, Monitor, Owner } from "../alerting-state.ts";
import { groupView } from "../conditions.ts";
import type { Detector, Project, SentryState } from "../state.ts";
import { projectSummary } from "./project.ts";

const detectorNames = { error: "Error Monitor", issue_stream: "Issue Stream" } as const;

/** One of the two detectors that every project has. */
export function detectorView(state: SentryState, project: Project, detector: Detector): object {
  return {
    id: detector.id,
    projectId: project.id,
    name: detectorNames[detector.type],
    type: detector.type,
    description: null,
    owner: null,
    createdBy: null,
    workflowIds: workflowsOf(state, detector.id),
    dateCreated: detector.dateCreated,
    dateUpdated: detector.dateCreated,
    dataSources: [],
    conditionGroup: null,
    config: {},
    enabled: true,
    openIssues: 0,
    latestGroup: null,
  };
}

/** A detector that somebody made. */
export function monitorView(state: SentryState, monitor: Monitor): object {
  const { id, orgId, projectId, name, description, enabled, config, conditions, dateCreated, dateUpdated } = monitor;
  return {
    id,
    projectId,
    name,
    type: monitor.source.type,
    description,
    owner: ownerView(state, monitor.owner),
    createdBy: null,
    workflowIds: workflowsOf(state, id),
    dateCreated,
    dateUpdated,
    dataSources: [
      { id: monitor.sourceId, organizationId: orgId, sourceId: monitor.sourceId, ...sourceView(state, monitor) },
    ],
    conditionGroup: conditions && groupView(orgId, conditions),
    config,
    enabled,
    openIssues: 0,
    latestGroup: null,
  };
}

const workflowsOf = (state: SentryState, id: string): string[] =>
  state.workflows.filter(({ detectorIds }) => detectorIds.includes(id)).map((workflow) => workflow.id);

function ownerView(state: SentryState, owner: Owner | null): object | null {
  if (owner === null) return null;
  if (owner.type === "user") return { ...owner, name: `user-${owner.id}`, email: `user-${owner.id}@example.com` };
  return { ...owner, name: state.teams.find(({ id }) => id === owner.id)?.slug ?? "" };
}

function sourceView(state: SentryState, monitor: Monitor): { type: string; queryObj: object } {
  const { source, sourceId } = monitor;
  if (source.type === "metric_issue") {
    const query = { id: sourceId, status: 0, subscription: null, snubaQuery: { id: sourceId, ...source.metric } };
    return { type: "snuba_query_subscription", queryObj: query };
  }
  if (source.type === "uptime_domain_failure") {
    const { headers, body, ...rest } = source.uptime;
    const plain = headers.map(([name, value]) => [name, value.$secret]);
    return { type: "uptime_subscription", queryObj: { ...rest, headers: plain, body: body?.$secret ?? null } };
  }
  return { type: "cron_monitor", queryObj: cronView(state, monitor, source.cron) };
}

/** Sentry API: the keys of a cron monitor's configuration stay in snake_case. */
function cronView(state: SentryState, monitor: Monitor, { name, slug, config }: CronSource): object {
  const project = state.projects.find(({ id }) => id === monitor.projectId);
  return {
    id: monitor.sourceId,
    name,
    slug,
    status: monitor.enabled ? "active" : "disabled",
    isMuted: false,
    isUpserting: false,
    config: {
      schedule_type: config.scheduleType,
      schedule: config.schedule,
      checkin_margin: config.checkinMargin,
      max_runtime: config.maxRuntime,
      timezone: config.timezone,
      failure_issue_threshold: config.failureIssueThreshold,
      recovery_threshold: config.recoveryThreshold,
      alert_rule_id: null,
    },
    dateCreated: monitor.dateCreated,
    project: project === undefined ? null : projectSummary(state, project),
    environments: [],
    owner: ownerView(state, monitor.owner),
  };
}
