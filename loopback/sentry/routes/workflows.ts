import type { Context } from "hono";
import { newAction } from "../actions.ts";
import type { Action, ConditionGroup, Workflow } from "../alerting-state.ts";
import { groupView, newGroup, ownerOf, shuffled } from "../conditions.ts";
import { invalidFields, notFound } from "../errors.ts";
import { listAnswer, organizationOf, param, type Route, readFields, type SentryContext } from "../http.ts";
import { takeId, timestamp } from "../state.ts";
import { type WorkflowBody, workflowBody } from "../workflow-bodies.ts";

/** What happens when a detector finds a problem. */
export function workflowRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  const find = (c: Context): Workflow => {
    const { id } = organizationOf(c, context);
    const found = state.workflows.find((one) => one.orgId === id && one.id === param(c, "workflow"));
    if (!found) throw notFound();
    return found;
  };
  route("GET organizations/:org/workflows/", (c) => {
    const org = organizationOf(c, context);
    const own = state.workflows.filter(({ orgId }) => orgId === org.id);
    return listAnswer(c, context, own.map(workflowView));
  });
  route("POST organizations/:org/workflows/", async (c) => {
    const org = organizationOf(c, context);
    const body = await readFields(c, workflowBody);
    const start = { id: takeId(state), orgId: org.id, dateCreated: timestamp(context.now()) };
    const workflow: Workflow = { ...start, ...settle(context, org.id, body) };
    state.workflows.push(workflow);
    context.changed();
    return c.json(workflowView(workflow), 201);
  });
  route("GET organizations/:org/workflows/:workflow/", (c) => c.json(workflowView(find(c))));
  route("PUT organizations/:org/workflows/:workflow/", async (c) => {
    const workflow = find(c);
    const body = await readFields(c, workflowBody);
    if (body.id !== workflow.id) throw invalidFields({ id: ["The id of the body must be that of the path."] });
    Object.assign(workflow, settle(context, workflow.orgId, body, workflow));
    context.changed();
    return c.json(workflowView(workflow));
  });
  route("DELETE organizations/:org/workflows/:workflow/", (c) => {
    const workflow = find(c);
    state.workflows = state.workflows.filter((one) => one !== workflow);
    context.changed();
    return c.body(null, 204);
  });
}

type Settled = Omit<Workflow, "id" | "orgId" | "dateCreated">;

/** @throws 400 for detectors, integrations, channels and teams that are not there */
function settle(context: SentryContext, orgId: string, body: WorkflowBody, old?: Workflow): Settled {
  const { state } = context;
  const detectors = [
    ...state.projects.filter((project) => project.orgId === orgId).flatMap((project) => project.detectors),
    ...state.monitors.filter((monitor) => monitor.orgId === orgId),
  ];
  const unknown = body.detectorIds.filter((id) => !detectors.some((one) => one.id === id));
  if (unknown.length > 0) throw invalidFields({ detectorIds: [`Some detectors do not exist: ${unknown.join(", ")}`] });
  if (body.triggers.id !== undefined && body.triggers.id !== old?.triggers.id)
    throw invalidFields({ triggers: [`Invalid Condition Group ID ${body.triggers.id}`] });
  return {
    name: body.name,
    enabled: body.enabled,
    environment: body.environment ?? null,
    frequency: body.config.frequency,
    detectorIds: [...new Set(body.detectorIds)],
    triggers: newGroup(context, body.triggers, old?.triggers.id),
    actionFilters: body.actionFilters.map((filter) => ({
      ...newGroup(context, filter),
      actions: filter.actions.map((action) => newAction(context, orgId, action)),
    })),
    owner: ownerOf(context, orgId, body.owner),
    dateUpdated: timestamp(context.now()),
  };
}

/** A workflow, its conditions and actions in no order. */
export function workflowView(workflow: Workflow): object {
  const { id, orgId, name, enabled, environment, detectorIds, owner, dateCreated, dateUpdated } = workflow;
  return {
    id,
    organizationId: orgId,
    name,
    enabled,
    environment,
    config: { frequency: workflow.frequency },
    detectorIds: shuffled(detectorIds),
    triggers: groupView(orgId, workflow.triggers),
    actionFilters: shuffled(workflow.actionFilters).map((filter) => filterView(orgId, filter)),
    owner: owner && `${owner.type}:${owner.id}`,
    createdBy: null,
    dateCreated,
    dateUpdated,
    lastTriggered: null,
  };
}

const filterView = (orgId: string, filter: ConditionGroup & { actions: Action[] }): object => ({
  ...groupView(orgId, filter),
  actions: shuffled(filter.actions).map((action) => ({ ...action, status: "active" })),
});
