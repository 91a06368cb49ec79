import type { Method } from "@groundplan/kit/http.ts";
import type { Reading } from "@groundplan/kit/resource.ts";
import type { z } from "zod";
import { bare, scope, type Vercel } from "./client.ts";
import { understood } from "./understood.ts";

type Scoped = { readonly teamId?: string | undefined };
type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** What stands at `path` in the resource's scope; undefined where Vercel says 404. Siblings of a run share the answer. */
export async function look<T extends z.ZodType>(
  { client }: Reading<Vercel>,
  path: string,
  of: Scoped,
  schema: T,
  query: Values = {},
): Promise<z.output<T> | undefined> {
  const { status, body } = await client.http.shared(path, { query: { ...scope(client, of), ...query }, accept: [404] });
  return status === 404 ? undefined : understood(schema, body, `GET ${path}`);
}

/** A write in the resource's scope, and its answer. */
export async function tell<T extends z.ZodType>(
  { client }: Reading<Vercel>,
  call: `${Method} ${string}`,
  of: Scoped,
  body: unknown,
  schema: T,
): Promise<z.output<T>> {
  const [method, path] = parts(call);
  const answer = await client.http.send(method, path, { query: scope(client, of), body });
  return understood(schema, answer.body, call);
}

/** A write whose outcome is the same however often it is sent, and whose answer says nothing. A POST is repeated too. */
export async function set(
  { client }: Reading<Vercel>,
  call: `${Method} ${string}`,
  of: Scoped,
  body?: unknown,
  accept: readonly number[] = [],
): Promise<void> {
  const [method, path] = parts(call);
  await client.http.send(method, path, { query: scope(client, of), body, accept, repeatable: true });
}

/** Removes what is there; 404 means that it is gone already. */
export const remove = (call: Reading<Vercel>, path: string, of: Scoped, body?: unknown): Promise<void> =>
  set(call, `DELETE ${path}`, of, body, [404]);

/** A part of a project's own answer. Vercel REST: many settings that are written elsewhere are read there alone. */
export const partOf = <T extends z.ZodType>(
  call: Reading<Vercel>,
  of: Scoped & { readonly projectId: string },
  schema: T,
): Promise<z.output<T> | undefined> => look(call, `/v9/projects/${bare(of.projectId)}`, of, schema);

function parts(call: string): [Method, string] {
  const [method, path = ""] = call.split(" ");
  return [method as Method, path];
}
