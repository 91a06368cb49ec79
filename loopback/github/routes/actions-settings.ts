import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, refuse } from "../errors.ts";
import { done, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, repositoryUrl } from "../lookup.ts";

const permissionsBody = z.object({
  enabled: z.boolean(),
  allowed_actions: z.enum(["all", "local_only", "selected"]).optional(),
  sha_pinning_required: z.boolean().optional(),
});
const selectedBody = z.object({
  github_owned_allowed: z.boolean().optional(),
  verified_allowed: z.boolean().optional(),
  patterns_allowed: z.array(z.string()).optional(),
});
const workflowBody = z.object({
  default_workflow_permissions: z.enum(["read", "write"]).optional(),
  can_approve_pull_request_reviews: z.boolean().optional(),
});
const accessBody = z.object({ access_level: z.enum(["none", "user", "organization"]) });
const subjectBody = z.object({ use_default: z.boolean(), include_claim_keys: z.array(z.string()).optional() });

/** What workflows of a repository may do. "Deleting" any of these is putting the default. */
export function actionsSettingsRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.get("/actions/permissions", (c) => {
    const { actions } = c.var.repository;
    return c.json({
      enabled: actions.enabled,
      ...(actions.enabled ? { allowed_actions: actions.allowedActions } : {}),
      ...(actions.enabled && actions.allowedActions === "selected"
        ? { selected_actions_url: `${repositoryUrl(context, c.var.repository)}/actions/permissions/selected-actions` }
        : {}),
      sha_pinning_required: actions.shaPinningRequired,
    });
  });
  repo.put("/actions/permissions", async (c) => {
    const { actions } = c.var.repository;
    const body = await readBody(c, permissionsBody, invalidBody);
    actions.enabled = body.enabled;
    actions.allowedActions = body.allowed_actions ?? actions.allowedActions;
    actions.shaPinningRequired = body.sha_pinning_required ?? actions.shaPinningRequired;
    context.changed();
    return done(c);
  });
  selectedActions(repo, context);
  workflowSettings(repo, context);
}

function selectedActions(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const refuseUnlessSelected = (allowed: string) => {
    if (allowed !== "selected") throw refuse(409, "Conflict: allowed_actions is not set to selected");
  };
  repo.get("/actions/permissions/selected-actions", (c) => {
    refuseUnlessSelected(c.var.repository.actions.allowedActions);
    return c.json(c.var.repository.actions.selected);
  });
  repo.put("/actions/permissions/selected-actions", async (c) => {
    const { actions } = c.var.repository;
    refuseUnlessSelected(actions.allowedActions);
    const body = await readBody(c, selectedBody, invalidBody);
    actions.selected = {
      github_owned_allowed: body.github_owned_allowed ?? actions.selected.github_owned_allowed,
      verified_allowed: body.verified_allowed ?? actions.selected.verified_allowed,
      patterns_allowed: body.patterns_allowed ?? actions.selected.patterns_allowed,
    };
    context.changed();
    return done(c);
  });
}

function workflowSettings(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.get("/actions/permissions/workflow", (c) => {
    const { actions } = c.var.repository;
    return c.json({
      default_workflow_permissions: actions.workflowPermissions,
      can_approve_pull_request_reviews: actions.canApprovePullRequests,
    });
  });
  repo.put("/actions/permissions/workflow", async (c) => {
    const { actions } = c.var.repository;
    const body = await readBody(c, workflowBody, invalidBody);
    actions.workflowPermissions = body.default_workflow_permissions ?? actions.workflowPermissions;
    actions.canApprovePullRequests = body.can_approve_pull_request_reviews ?? actions.canApprovePullRequests;
    context.changed();
    return done(c);
  });
  const refusePublic = (visibility: string) => {
    if (visibility === "public") throw refuse(422, "Access policy only applies to internal and private repositories.");
  };
  repo.get("/actions/permissions/access", (c) => {
    refusePublic(c.var.repository.settings.visibility);
    return c.json({ access_level: c.var.repository.actions.accessLevel });
  });
  repo.put("/actions/permissions/access", async (c) => {
    refusePublic(c.var.repository.settings.visibility);
    c.var.repository.actions.accessLevel = (await readBody(c, accessBody, invalidBody)).access_level;
    context.changed();
    return done(c);
  });
  repo.get("/actions/oidc/customization/sub", (c) => c.json(c.var.repository.actions.oidcSubject));
  repo.put("/actions/oidc/customization/sub", async (c) => {
    const { use_default, include_claim_keys } = await readBody(c, subjectBody, invalidBody);
    c.var.repository.actions.oidcSubject = { use_default, ...(include_claim_keys ? { include_claim_keys } : {}) };
    context.changed();
    return c.json({}, 201);
  });
}
