import type { Context, Hono } from "hono";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound } from "../errors.ts";
import { done, idParam, listAnswer, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, laterThan, takeId, timestamp } from "../lookup.ts";
import { keepActors, refusedRuleset, refuseRuleset, rulesetBody, rulesetChange } from "../rules.ts";
import type { Repository, Ruleset } from "../state.ts";
import { rulesetSummary, rulesetView } from "../views/ruleset.ts";

export function rulesetRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const find = (c: Context<RepositoryEnv>) => {
    const ruleset = c.var.repository.rulesets.find((candidate) => candidate.id === idParam(c, "id"));
    if (!ruleset) throw notFound();
    return ruleset;
  };
  repo.get("/rulesets", (c) => {
    const targets = c.req.query("targets")?.split(",");
    const rulesets = c.var.repository.rulesets.filter((ruleset) => !targets || targets.includes(ruleset.target));
    return listAnswer(
      c,
      context,
      rulesets.map((ruleset) => rulesetSummary(context, c.var.repository, ruleset)),
    );
  });
  repo.post("/rulesets", async (c) => {
    const body = await readBody(c, rulesetBody, invalidBody);
    const now = timestamp(context.now());
    const ruleset: Ruleset = {
      id: takeId(context.state),
      name: body.name,
      target: body.target,
      enforcement: body.enforcement,
      bypassActors: keepActors(body.bypass_actors),
      conditions: keepConditions(body.target, body.conditions),
      rules: body.rules,
      created_at: now,
      updated_at: now,
    };
    refuse(context, c.var.repository, ruleset, body.conditions?.ref_name !== undefined);
    c.var.repository.rulesets.push(ruleset);
    context.changed();
    return c.json(rulesetView(context, c.var.repository, ruleset), 201);
  });
  repo.get("/rulesets/:id", (c) => c.json(rulesetView(context, c.var.repository, find(c))));
  repo.put("/rulesets/:id", async (c) => {
    const ruleset = find(c);
    const body = await readBody(c, rulesetChange, invalidBody);
    const target = body.target ?? ruleset.target;
    const after: Ruleset = {
      ...ruleset,
      target,
      name: body.name ?? ruleset.name,
      enforcement: body.enforcement ?? ruleset.enforcement,
      bypassActors: body.bypass_actors ? keepActors(body.bypass_actors) : ruleset.bypassActors,
      conditions: body.conditions === undefined ? ruleset.conditions : keepConditions(target, body.conditions),
      rules: body.rules ?? ruleset.rules,
      updated_at: laterThan(ruleset.updated_at, context.now()),
    };
    refuse(context, c.var.repository, after, body.conditions?.ref_name !== undefined);
    Object.assign(ruleset, after);
    context.changed();
    return c.json(rulesetView(context, c.var.repository, ruleset));
  });
  repo.delete("/rulesets/:id", (c) => {
    const { repository } = c.var;
    const ruleset = find(c);
    repository.rulesets = repository.rulesets.filter((candidate) => candidate !== ruleset);
    context.changed();
    return done(c);
  });
}

function keepConditions(
  target: Ruleset["target"],
  given: { ref_name?: { include: string[]; exclude: string[] } | undefined } | null | undefined,
): Ruleset["conditions"] {
  return target === "push" ? null : { ref_name: given?.ref_name ?? { include: [], exclude: [] } };
}

function refuse(context: GitHubContext, repository: Repository, ruleset: Ruleset, hasRefName: boolean): void {
  const { state } = context;
  if (repository.rulesets.some((other) => other.id !== ruleset.id && other.name === ruleset.name)) {
    throw refusedRuleset("Name must be unique");
  }
  refuseRuleset({ ...ruleset, hasRefName }, (type, id) =>
    type === "Team"
      ? state.teams.some((team) => team.id === id)
      : state.accounts.some((account) => account.id === id && account.type === "User"),
  );
}
