import type { Context, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, validationFailed } from "../errors.ts";
import { done, listAnswer, param, type RepositoryEnv } from "../http.ts";
import { fullName, type GitHubContext, nodeId, sameName, takeId } from "../lookup.ts";
import type { Label, Repository } from "../state.ts";

const color = z.string().regex(/^[0-9a-fA-F]{6}$/, "6 hexadecimal digits without #");
const labelBody = z.object({
  name: z.string().min(1),
  color: color.default("ededed"),
  description: z.string().max(100).nullish(),
});
const labelChange = z.object({
  new_name: z.string().min(1).optional(),
  color: color.optional(),
  description: z.string().max(100).nullish(),
});

/** Terraform's provider keeps a label's address in a program's state, where no port may stand: so it is github.com's own. */
export function labelView(context: GitHubContext, repository: Repository, label: Label): object {
  const url = `https://api.github.com/repos/${fullName(context.state, repository)}/labels/${encodeURIComponent(label.name)}`;
  return { ...label, node_id: nodeId("LA", label.id), url };
}

export function labelRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const view = (c: Context<RepositoryEnv>, label: Label) => labelView(context, c.var.repository, label);
  const find = (c: Context<RepositoryEnv>) => {
    const label = c.var.repository.labels.find((candidate) => sameName(candidate.name, param(c, "name")));
    if (!label) throw notFound();
    return label;
  };
  const refuseTaken = (c: Context<RepositoryEnv>, name: string, besides?: Label) => {
    const taken = c.var.repository.labels.some((label) => label !== besides && sameName(label.name, name));
    if (taken) throw validationFailed({ resource: "Label", code: "already_exists", field: "name" });
  };
  repo.get("/labels", (c) =>
    listAnswer(
      c,
      context,
      c.var.repository.labels.map((label) => view(c, label)),
    ),
  );
  repo.post("/labels", async (c) => {
    const body = await readBody(c, labelBody, invalidBody);
    refuseTaken(c, body.name);
    const label: Label = {
      id: takeId(context.state),
      name: body.name,
      color: body.color.toLowerCase(),
      description: body.description || null,
      default: false,
    };
    c.var.repository.labels.push(label);
    context.changed();
    return c.json(view(c, label), 201);
  });
  repo.get("/labels/:name", (c) => c.json(view(c, find(c))));
  repo.patch("/labels/:name", async (c) => {
    const label = find(c);
    const body = await readBody(c, labelChange, invalidBody);
    if (body.new_name !== undefined) {
      refuseTaken(c, body.new_name, label);
      label.name = body.new_name;
    }
    if (body.color !== undefined) label.color = body.color.toLowerCase();
    if (body.description !== undefined) label.description = body.description || null;
    context.changed();
    return c.json(view(c, label));
  });
  repo.delete("/labels/:name", (c) => {
    const { repository } = c.var;
    const label = find(c);
    repository.labels = repository.labels.filter((candidate) => candidate !== label);
    context.changed();
    return done(c);
  });
}
