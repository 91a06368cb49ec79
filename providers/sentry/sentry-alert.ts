import { VendorError } from "@groundplan/kit/errors.ts";
import { type Issue, type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { oneOf } from "./alert-conditions.ts";
import { detectorIds, splitDetectors } from "./alert-detectors.ts";
import { type AlertInputs, alertInputs } from "./alert-inputs.ts";
import { bodyOf, toldOf, type Workflow, workflowAnswer } from "./alert-workflow.ts";
import { type Sentry, sharedList, understood } from "./client.ts";
import { ownerIssues } from "./detector.ts";
import { resolveActions } from "./integrations.ts";
import { asInputs, inOrder } from "./order.ts";
import { splitId } from "./project-part.ts";

export const sentryAlert = resource<Sentry>()({
  token: "sentry:index/sentryAlert:SentryAlert",
  description:
    "What Sentry does about issues: mail, Slack, PagerDuty, GitHub, webhooks. Its name is how it is found again.",
  calls: [
    "GET /api/0/organizations/{organization_id_or_slug}/integrations/",
    "GET /api/0/organizations/{organization_id_or_slug}/projects/",
    "GET /api/0/organizations/{organization_id_or_slug}/detectors/",
    "GET /api/0/organizations/{organization_id_or_slug}/workflows/",
    "POST /api/0/organizations/{organization_id_or_slug}/workflows/",
    "GET /api/0/organizations/{organization_id_or_slug}/workflows/{workflow_id}/",
    "PUT /api/0/organizations/{organization_id_or_slug}/workflows/{workflow_id}/",
    "DELETE /api/0/organizations/{organization_id_or_slug}/workflows/{workflow_id}/",
  ],
  inputs: alertInputs,
  outputs: z.object({ internalId: z.string().describe("Sentry's own id, a number as text.") }),
  replaceOn: ["organization"],
  importId: "<organization slug>/<alert id>",

  parseId: (id) => {
    const at = splitId(id, ["organization", "alert"]);
    return at && { organization: at.organization };
  },

  async check(call, wanted) {
    const issues = [...ownerIssues(wanted.owner), ...kindIssues(wanted)];
    const { organization, actionFilters } = wanted as Partial<AlertInputs>;
    if (issues.length > 0 || organization === undefined || actionFilters === undefined) return { issues };
    const resolved = await resolveActions(call, organization, actionFilters);
    const filters = actionFilters.map((filter, index) => ({
      ...filter,
      actions: inOrder(resolved.actions[index] ?? []),
    }));
    return { inputs: { actionFilters: inOrder(filters) }, issues: resolved.issues };
  },

  async find({ client }, { organization, name }) {
    const all = await sharedList(client.http, pathOf(organization), z.object({ id: z.string(), name: z.string() }));
    const [found, another] = (all ?? []).filter((one) => one.name === name);
    if (another !== undefined) {
      throw new VendorError(`${organization} has several alerts named ${name}, so none of them is meant.`, {
        fix: "rename or delete all but one at Sentry (Alerts), or choose another name",
      });
    }
    return found && `${organization}/${found.id}`;
  },

  async create(call, wanted) {
    const path = pathOf(wanted.organization);
    const body = bodyOf(wanted, await detectorIds(call, wanted));
    const answer = await call.client.http.send("POST", path, { body });
    const made = understood(workflowAnswer, answer.body, `POST ${path}`);
    return { id: `${wanted.organization}/${made.id}`, outputs: { internalId: made.id } };
  },

  async read(call, id, known) {
    const [organization = "", number = ""] = id.split("/");
    const found = await get(call, organization, number);
    if (found === undefined) return undefined;
    const told = { organization, ...toldOf(found, known), ...(await splitDetectors(call, organization, found, known)) };
    return { inputs: asInputs(alertInputs, told), outputs: { internalId: found.id } };
  },

  async update(call, id, wanted) {
    const number = id.split("/")[1] ?? "";
    const is = await get(call, wanted.organization, number);
    if (is === undefined) {
      throw new VendorError(`The alert ${wanted.name} is gone.`, { fix: "refresh the stack, then run up again" });
    }
    // Sentry API: a PUT takes the whole alert, its own id, and that of the group of triggers, which stays.
    const body = { id: number, ...bodyOf(wanted, await detectorIds(call, wanted), is.triggers?.id ?? undefined) };
    await call.client.http.send("PUT", `${pathOf(wanted.organization)}${number}/`, { body });
    return { internalId: number };
  },

  async delete({ client }, id) {
    const [organization = "", number] = id.split("/");
    await client.http.send("DELETE", `${pathOf(organization)}${number}/`, { accept: [404] });
  },
});

const pathOf = (organization: string): string => `/organizations/${organization}/workflows/`;

async function get({ client }: Reading<Sentry>, organization: string, number: string): Promise<Workflow | undefined> {
  const path = `${pathOf(organization)}${number}/`;
  const { status, body } = await client.http.send("GET", path, { accept: [404] });
  return status === 404 ? undefined : understood(workflowAnswer, body, `GET ${path}`);
}

function kindIssues({ triggerConditions, actionFilters }: Partial<AlertInputs>): Issue[] {
  const triggers = (triggerConditions ?? []).flatMap((one, index) => oneOf(`triggerConditions[${index}]`, one));
  const filters = (actionFilters ?? []).flatMap(({ conditions, actions }, index) => [
    ...conditions.flatMap((one, at) => oneOf(`actionFilters[${index}].conditions[${at}]`, one)),
    ...actions.flatMap((one, at) => oneOf(`actionFilters[${index}].actions[${at}]`, one)),
    ...actions.flatMap(({ email }, at) =>
      email !== undefined && (email.targetType === "issue_owners") !== (email.targetId === undefined)
        ? [
            {
              property: `actionFilters[${index}].actions[${at}].email.targetId`,
              reason: "is what team and user need, and nobody else",
            },
          ]
        : [],
    ),
  ]);
  return [...triggers, ...filters];
}
