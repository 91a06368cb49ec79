import type { Context, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound } from "../errors.ts";
import { done, idParam, listAnswer, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, repositoryUrl, takeId } from "../lookup.ts";
import type { Environment } from "../state.ts";
import { branchPolicyView } from "../views/environment.ts";
import { environmentOf } from "./environments.ts";

const policyBody = z.object({ name: z.string().min(1), type: z.enum(["branch", "tag"]).default("branch") });
const policyChange = z.object({ name: z.string().min(1) });
const path = "/environments/:environment/deployment-branch-policies";

/** Which branches and tags may deploy: they exist only while the environment has `custom_branch_policies`. */
export function branchPolicyRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const customEnvironment = (c: Context<RepositoryEnv>): Environment => {
    const environment = environmentOf(c);
    if (!environment.branchPolicy?.custom_branch_policies) throw notFound();
    return environment;
  };
  const find = (c: Context<RepositoryEnv>) => {
    const environment = customEnvironment(c);
    const policy = environment.branchPolicies.find((candidate) => candidate.id === idParam(c, "id"));
    if (!policy) throw notFound();
    return { environment, policy };
  };
  repo.get(path, (c) =>
    listAnswer(c, context, customEnvironment(c).branchPolicies.map(branchPolicyView), "branch_policies"),
  );
  repo.post(path, async (c) => {
    const environment = customEnvironment(c);
    const { name, type } = await readBody(c, policyBody, invalidBody);
    const known = environment.branchPolicies.find((policy) => policy.name === name && policy.type === type);
    if (known) {
      const url = `${repositoryUrl(context, c.var.repository)}/environments/${encodeURIComponent(environment.name)}`;
      return c.body(null, 303, { Location: `${url}/deployment-branch-policies/${known.id}` });
    }
    const policy = { id: takeId(context.state), name, type };
    environment.branchPolicies.push(policy);
    context.changed();
    return c.json(branchPolicyView(policy));
  });
  repo.get(`${path}/:id`, (c) => c.json(branchPolicyView(find(c).policy)));
  repo.put(`${path}/:id`, async (c) => {
    const { policy } = find(c);
    policy.name = (await readBody(c, policyChange, invalidBody)).name;
    context.changed();
    return c.json(branchPolicyView(policy));
  });
  repo.delete(`${path}/:id`, (c) => {
    const { environment, policy } = find(c);
    environment.branchPolicies = environment.branchPolicies.filter((candidate) => candidate !== policy);
    context.changed();
    return done(c);
  });
}
