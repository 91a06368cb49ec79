import type { Context } from "hono";
import type { ConditionGroup, CronSource, Monitor, Source } from "../alerting-state.ts";
import { newGroup, ownerOf } from "../conditions.ts";
import { invalidFields, notFound, refuse } from "../errors.ts";
import { listAnswer, organizationOf, param, projectOf, type Route, readFields, type SentryContext } from "../http.ts";
import { type MonitorBody, monitorBody } from "../monitor-bodies.ts";
import { slugOf } from "../slug.ts";
import { type Project, takeId, timestamp } from "../state.ts";
import { detectorView, monitorView } from "../views/monitor.ts";

/** What finds problems: the two detectors of every project, and those that people make. */
export function detectorRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  route("GET organizations/:org/detectors/", (c) => {
    const [projects, ids] = [c.req.queries("project") ?? [], c.req.queries("id") ?? []];
    const type = /(?:^|\s)type:(\S+)/.exec(c.req.query("query") ?? "")?.[1];
    const found = all(context, organizationOf(c, context).id).filter(
      (one) =>
        (projects.length === 0 || projects.includes(one.projectId)) &&
        (ids.length === 0 || ids.includes(one.id)) &&
        (type === undefined || one.type === type),
    );
    return listAnswer(
      c,
      context,
      found.map(({ view }) => view()),
    );
  });
  route("GET organizations/:org/detectors/:detector/", (c) => {
    const found = all(context, organizationOf(c, context).id).find(({ id }) => id === param(c, "detector"));
    if (!found) throw notFound();
    return c.json(found.view());
  });
  route("POST organizations/:org/projects/:project/detectors/", async (c) => {
    const project = projectOf(c, context);
    const body = await readFields(c, monitorBody);
    const now = timestamp(context.now());
    const start = { id: takeId(state), orgId: project.orgId, projectId: project.id, sourceId: takeId(state) };
    const monitor: Monitor = { ...start, dateCreated: now, ...settle(context, project, body) };
    state.monitors.push(monitor);
    for (const workflow of state.workflows.filter(({ id }) => body.workflowIds.includes(id)))
      workflow.detectorIds.push(monitor.id);
    context.changed();
    return c.json(monitorView(state, monitor), 201);
  });
  route("PUT organizations/:org/detectors/:detector/", async (c) => {
    const monitor = own(c, context);
    const body = await readFields(c, monitorBody);
    if (body.type !== monitor.source.type) throw invalidFields({ type: ["Detector type is immutable"] });
    const project = state.projects.find(({ id }) => id === monitor.projectId);
    if (!project) throw notFound();
    Object.assign(monitor, settle(context, project, body, monitor));
    context.changed();
    return c.json(monitorView(state, monitor));
  });
  route("DELETE organizations/:org/detectors/:detector/", (c) => {
    const monitor = own(c, context);
    state.monitors = state.monitors.filter((one) => one !== monitor);
    for (const workflow of state.workflows)
      workflow.detectorIds = workflow.detectorIds.filter((id) => id !== monitor.id);
    context.changed();
    return c.body(null, 204);
  });
}

/** @throws 404; 403 for one of the two that belong to their project */
function own(c: Context, context: SentryContext): Monitor {
  const { id: orgId } = organizationOf(c, context);
  const id = param(c, "detector");
  const monitor = context.state.monitors.find((one) => one.id === id && one.orgId === orgId);
  if (monitor) return monitor;
  const built = all(context, orgId).some((one) => one.id === id);
  throw built ? refuse(403, "You do not have permission to perform this action.") : notFound();
}

interface Seen {
  readonly id: string;
  readonly projectId: string;
  readonly type: string;
  view(): object;
}

function all({ state }: SentryContext, orgId: string): Seen[] {
  const builtIn = state.projects
    .filter((project) => project.orgId === orgId)
    .flatMap((project) =>
      project.detectors.map((detector) => ({
        id: detector.id,
        projectId: project.id,
        type: detector.type,
        view: () => detectorView(state, project, detector),
      })),
    );
  const made = state.monitors
    .filter((monitor) => monitor.orgId === orgId)
    .map((monitor) => ({
      id: monitor.id,
      projectId: monitor.projectId,
      type: monitor.source.type,
      view: () => monitorView(state, monitor),
    }));
  return [...builtIn, ...made];
}

type Settled = Omit<Monitor, "id" | "orgId" | "projectId" | "sourceId" | "dateCreated">;

function settle(context: SentryContext, project: Project, body: MonitorBody, old?: Monitor): Settled {
  return {
    name: body.name,
    description: body.description ?? null,
    enabled: body.enabled,
    owner: ownerOf(context, project.orgId, body.owner),
    config: "config" in body ? { ...body.config } : {},
    conditions: groupOf(context, body, old),
    source: sourceOf(context, project, body, old),
    dateUpdated: timestamp(context.now()),
  };
}

/** @throws 400 where conditions and detection do not go together */
function groupOf(context: SentryContext, body: MonitorBody, old?: Monitor): ConditionGroup | null {
  if (body.type !== "metric_issue") return null;
  const dynamic = body.config.detectionType === "dynamic";
  if (body.conditionGroup.conditions.some(({ type }) => (type === "anomaly_detection") !== dynamic)) {
    throw invalidFields({ conditionGroup: ["Anomaly detection and thresholds do not go together."] });
  }
  return newGroup(context, body.conditionGroup, old?.conditions?.id);
}

function sourceOf(context: SentryContext, project: Project, body: MonitorBody, old?: Monitor): Source {
  if (body.type === "metric_issue") {
    const { queryType: _derived, environment, ...metric } = only(body.dataSources);
    return { type: body.type, metric: { ...metric, environment: environment ?? null } };
  }
  if (body.type === "uptime_domain_failure") {
    const { headers, body: sent, assertion, ...uptime } = only(body.dataSources);
    const secret = headers.map(([name, value]) => [name, context.secret(value)] as const);
    const text = sent === undefined || sent === null ? null : context.secret(sent);
    return { type: body.type, uptime: { ...uptime, headers: secret, body: text, assertion: assertion ?? null } };
  }
  const { name = body.name, slug, config } = only(body.dataSources);
  const before = old?.source.type === "monitor_check_in_failure" ? old.source.cron.slug : undefined;
  const cron: CronSource = {
    name,
    slug: slug ?? before ?? slugOf(name),
    config: {
      ...config,
      checkinMargin: config.checkinMargin ?? null,
      maxRuntime: config.maxRuntime ?? null,
      failureIssueThreshold: config.failureIssueThreshold ?? null,
      recoveryThreshold: config.recoveryThreshold ?? null,
    },
  };
  const taken = context.state.monitors.some(
    (one) =>
      one !== old &&
      one.orgId === project.orgId &&
      one.source.type === "monitor_check_in_failure" &&
      one.source.cron.slug === cron.slug,
  );
  if (taken) throw invalidFields({ slug: [`The slug "${cron.slug}" is already in use.`] });
  return { type: body.type, cron };
}

/** The schema says that there is exactly one. */
function only<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error("a data source is missing");
  return one;
}
