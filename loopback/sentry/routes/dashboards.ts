import type { Context } from "hono";
import { type Dashboard, type DashboardBody, dashboardBody, type Widget } from "../dashboard-bodies.ts";
import { invalidFields, notFound, refuse } from "../errors.ts";
import { listAnswer, organizationOf, param, type Route, readFields, type SentryContext } from "../http.ts";
import { takeId, timestamp } from "../state.ts";

export function dashboardRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  const own = (c: Context) => state.dashboards.filter(({ orgId }) => orgId === organizationOf(c, context).id);
  const find = (c: Context): Dashboard => {
    const found = own(c).find(({ id }) => id === param(c, "dashboard"));
    if (!found) throw notFound();
    return found;
  };
  route("GET organizations/:org/dashboards/", (c) => listAnswer(c, context, own(c).map(dashboardSummary)));
  route("POST organizations/:org/dashboards/", async (c) => {
    const org = organizationOf(c, context);
    const body = await readFields(c, dashboardBody);
    refuseTaken(own(c), body.title);
    const start = { id: takeId(state), orgId: org.id, dateCreated: timestamp(context.now()) };
    const dashboard: Dashboard = { ...start, ...settle(context, org.id, body, []) };
    state.dashboards.push(dashboard);
    context.changed();
    return c.json(dashboardView(dashboard), 201);
  });
  route("GET organizations/:org/dashboards/:dashboard/", (c) => c.json(dashboardView(find(c))));
  route("PUT organizations/:org/dashboards/:dashboard/", async (c) => {
    const dashboard = find(c);
    const body = await readFields(c, dashboardBody);
    const others = own(c).filter((one) => one !== dashboard);
    refuseTaken(others, body.title);
    Object.assign(dashboard, settle(context, dashboard.orgId, body, dashboard.widgets));
    context.changed();
    return c.json(dashboardView(dashboard));
  });
  route("DELETE organizations/:org/dashboards/:dashboard/", (c) => {
    const dashboard = find(c);
    state.dashboards = state.dashboards.filter((one) => one !== dashboard);
    context.changed();
    return c.body(null, 204);
  });
}

/** @throws 409 */
function refuseTaken(others: readonly Dashboard[], title: string): void {
  if (others.some((one) => one.title === title)) throw refuse(409, "Dashboard title already taken");
}

/** Widgets and queries that come with their id stay; the others are new. @throws 400 for an id that is not there */
function settle(context: SentryContext, orgId: string, body: DashboardBody, before: readonly Widget[]) {
  const { state } = context;
  const unknown = body.projects.filter(
    (id) => !state.projects.some((one) => one.orgId === orgId && one.id === String(id)),
  );
  if (unknown.length > 0) throw invalidFields({ projects: ["Project does not exist in organization"] });
  const widgets = body.widgets.map((given): Widget => {
    const old = before.find(({ id }) => id === given.id);
    if (given.id !== undefined && old === undefined)
      throw invalidFields({ widgets: ["You cannot update widgets that are not part of this dashboard."] });
    const queries = given.queries.map((query) => ({
      ...query,
      id: old?.queries.find(({ id }) => id === query.id)?.id ?? takeId(state),
    }));
    const { id, dateCreated } = old ?? { id: takeId(state), dateCreated: timestamp(context.now()) };
    return { ...given, id, dateCreated, queries };
  });
  const { title, projects, environment, period } = body;
  return { title, widgets, projects, environment: environment ?? [], period: period ?? null };
}

/** A dashboard as Sentry tells one. */
export function dashboardView({ id, title, dateCreated, widgets, projects, environment, period }: Dashboard): object {
  return {
    id,
    title,
    dateCreated,
    createdBy: null,
    widgets: widgets.map((widget) => widgetView(id, widget)),
    projects,
    environment,
    ...(period === null ? {} : { period }),
    filters: {},
    permissions: null,
    isFavorited: false,
    prebuiltId: null,
  };
}

const widgetView = (dashboardId: string, { queries, ...widget }: Widget): object => ({
  ...widget,
  description: widget.description ?? null,
  limit: widget.limit ?? null,
  layout: widget.layout ?? null,
  widgetType: widget.widgetType ?? "error-events",
  dashboardId,
  thresholds: null,
  axisRange: null,
  legendType: null,
  datasetSource: null,
  exploreUrls: null,
  changedReason: null,
  queries: queries.map((query) => ({
    ...query,
    fields: query.fields ?? [],
    aggregates: query.aggregates ?? [],
    columns: query.columns ?? [],
    fieldAliases: query.fieldAliases ?? [],
    widgetId: widget.id,
    onDemand: [],
    isHidden: false,
    selectedAggregate: null,
    linkedDashboards: [],
  })),
});

/** In the list: without the widgets' queries. */
function dashboardSummary({ id, title, dateCreated, widgets, projects, environment }: Dashboard): object {
  return {
    id,
    title,
    dateCreated,
    createdBy: somebody(dateCreated),
    environment,
    filters: {},
    lastVisited: null,
    widgetDisplay: widgets.map(({ displayType }) => displayType),
    widgetPreview: widgets.map(({ displayType }) => ({ displayType })),
    permissions: null,
    isFavorited: false,
    projects,
    prebuiltId: null,
  };
}

/** Whose token it is; a list names nobody else. */
const somebody = (dateJoined: string): object => ({
  id: "1",
  name: "somebody@example.com",
  username: "somebody@example.com",
  email: "somebody@example.com",
  avatarUrl: "",
  isActive: true,
  isSuspended: false,
  hasPasswordAuth: true,
  isManaged: false,
  dateJoined,
  lastLogin: null,
  has2fa: false,
  lastActive: null,
  isSuperuser: false,
  isStaff: false,
  experiments: {},
  emails: [],
});
