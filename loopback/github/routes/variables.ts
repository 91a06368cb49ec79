import type { Context, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, refuse } from "../errors.ts";
import { done, listAnswer, param, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, laterThan, timestamp } from "../lookup.ts";
import type { Variable } from "../state.ts";
import { largestValue, variableName } from "./secrets.ts";

const variableBody = z.object({ name: z.string(), value: z.string() });
const variableChange = variableBody.partial();

/** The five routes of one place that keeps variables; their values can be read. */
export function variableRoutes(
  repo: Hono<RepositoryEnv>,
  context: GitHubContext,
  path: string,
  placeOf: (c: Context<RepositoryEnv>) => { variables: Variable[] },
): void {
  const find = (c: Context<RepositoryEnv>) => {
    const variable = placeOf(c).variables.find((candidate) => candidate.name === param(c, "name").toUpperCase());
    if (!variable) throw notFound();
    return variable;
  };
  const refuseTaken = (variables: readonly Variable[], name: string) => {
    if (variables.some((variable) => variable.name === name))
      throw refuse(409, "Already exists - Variable already exists");
  };
  repo.get(path, (c) => listAnswer(c, context, placeOf(c).variables, "variables"));
  repo.post(path, async (c) => {
    const { variables } = placeOf(c);
    const body = await readBody(c, variableBody, invalidBody);
    const name = variableName(body.name);
    refuseTaken(variables, name);
    const now = timestamp(context.now());
    variables.push({ name, value: usableValue(body.value), created_at: now, updated_at: now });
    context.changed();
    return c.json({}, 201);
  });
  repo.get(`${path}/:name`, (c) => c.json(find(c)));
  repo.patch(`${path}/:name`, async (c) => {
    const variable = find(c);
    const body = await readBody(c, variableChange, invalidBody);
    const name = body.name === undefined ? variable.name : variableName(body.name);
    if (name !== variable.name) refuseTaken(placeOf(c).variables, name);
    variable.name = name;
    if (body.value !== undefined) variable.value = usableValue(body.value);
    variable.updated_at = laterThan(variable.updated_at, context.now());
    context.changed();
    return done(c);
  });
  repo.delete(`${path}/:name`, (c) => {
    const [place, variable] = [placeOf(c), find(c)];
    place.variables = place.variables.filter((candidate) => candidate !== variable);
    context.changed();
    return done(c);
  });
}

function usableValue(value: string): string {
  if (Buffer.byteLength(value) > largestValue)
    throw refuse(422, `Variables are limited to ${largestValue / 1024} KB in size.`);
  return value;
}
