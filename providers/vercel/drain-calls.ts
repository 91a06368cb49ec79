import type { Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectIds, teamId } from "./account-inputs.ts";
import { look, remove, tell } from "./ask.ts";
import { bare, scope, splitId, type Vercel } from "./client.ts";
import { generatedSecret } from "./generated-secret.ts";
import { sharedList } from "./shared-list.ts";

/** What every drain is given. */
export const drainInputs = {
  teamId,
  name: z.string().min(1).describe("Its name. With kind and endpoint it is what a drain is found by."),
  endpoint: z
    .string()
    .regex(/^https?:\/\//, "must begin with https:// or http://")
    .describe("Where Vercel sends to."),
  projectIds: projectIds.describe("Projects it is for. Left out: all of the team."),
  headers: z.record(z.string(), z.string()).default({}).describe("Sent along, e.g. a token of the receiver."),
  secret: z
    .string()
    .optional()
    .describe("Signs what Vercel sends (`x-vercel-signature`). Left out: made once, and kept. Vercel never tells it."),
};

export const drainOutputs = z.object({ secret: z.string().describe("Signs what Vercel sends.") });

export const samplingRules = z
  .array(
    z.strictObject({
      environment: z.enum(["production", "preview"]).optional().describe("Left out: both."),
      rate: z.number().min(0).max(1).describe("Share that is sent, 0 to 1."),
      requestPath: z.string().optional().describe("Only paths that begin so."),
    }),
  )
  .default([])
  .describe("The first that fits decides. Left out: everything is sent.");

/** Vercel REST: what a drain carries. */
export type Schema = "log" | "trace" | "analytics" | "speed_insights";

/** Vercel REST: `GET /v1/drains/{id}`, as far as we use it; the secret is in no answer but that of its creation. */
const drainAnswer = z.object({
  id: z.string(),
  name: z.string(),
  projectIds: z.array(z.string()).nullish(),
  schemas: z.record(z.string(), z.unknown()).nullish(),
  delivery: z.object({
    type: z.string(),
    endpoint: z.union([z.string(), z.object({ traces: z.string() }).transform(({ traces }) => traces)]),
    encoding: z.string().nullish(),
    compression: z.string().nullish(),
    headers: z.record(z.string(), z.string()).nullish(),
  }),
  sampling: z
    .array(z.object({ rate: z.number(), env: z.string().nullish(), requestPath: z.string().nullish() }))
    .nullish(),
  // Vercel REST: written as `filter`, read as `filterV2`.
  filterV2: z
    .object({
      filter: z
        .object({
          log: z.object({ sources: z.array(z.string()).nullish() }).nullish(),
          deployment: z.object({ environments: z.array(z.string()).nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type DrainAnswer = z.output<typeof drainAnswer>;

export const drainCalls = [
  "GET /v1/drains",
  "GET /v1/drains/{id}",
  "POST /v1/drains",
  "PATCH /v1/drains/{id}",
  "DELETE /v1/drains/{id}",
];

interface Common {
  readonly teamId?: string | undefined;
  readonly name: string;
  readonly endpoint: string;
  readonly projectIds?: readonly string[] | undefined;
  readonly secret?: string | undefined;
}

/** What a drain adds to what all have: its kind, its delivery without the secret, filter and sampling. */
export interface Kind {
  readonly schemas: readonly Schema[];
  readonly delivery: Readonly<Record<string, unknown>>;
  readonly filter?: object;
  readonly sampling: readonly object[];
}

export const withSecret = ({ secret }: Partial<Common>, old: Partial<Common>) => ({
  inputs: { secret: secret ?? old.secret ?? generatedSecret(40) },
});

export function parseDrainId(id: string): { teamId?: string } | undefined {
  const parts = splitId(id, ["drain"]);
  return parts && (parts.teamId === undefined ? {} : { teamId: parts.teamId });
}

/** Vercel lets names be equal; of the same name, kind and endpoint one is enough. */
export async function findDrain(
  { client }: Reading<Vercel>,
  wanted: Common,
  schemas: readonly Schema[],
): Promise<string | undefined> {
  const all = await sharedList(client.http, "/v1/drains", scope(client, wanted), "drains", drainAnswer);
  return all?.find(
    (one) => one.name === wanted.name && one.delivery.endpoint === wanted.endpoint && carries(one, schemas),
  )?.id;
}

export async function makeDrain(call: Reading<Vercel>, wanted: Common, kind: Kind) {
  const body = { ...bodyOf(wanted, kind), source: { kind: "self-served" } };
  const { id } = await tell(call, "POST /v1/drains", wanted, body, drainAnswer);
  return { id, outputs: { secret: wanted.secret ?? "" } };
}

export async function changeDrain(call: Reading<Vercel>, id: string, wanted: Common, kind: Kind) {
  const { projectIds: projects = null, ...body } = bodyOf(wanted, kind);
  await tell(call, `PATCH /v1/drains/${bare(id)}`, wanted, { ...body, projectIds: projects }, drainAnswer);
  return { secret: wanted.secret ?? "" };
}

/** Undefined: it is gone, or carries something else. */
export async function readDrain(
  call: Reading<Vercel>,
  id: string,
  of: { readonly teamId?: string | undefined },
  schemas: readonly Schema[],
): Promise<DrainAnswer | undefined> {
  const found = await look(call, `/v1/drains/${bare(id)}`, of, drainAnswer);
  return found && carries(found, schemas) ? found : undefined;
}

export const removeDrain = (
  call: Reading<Vercel>,
  id: string,
  of: { readonly teamId?: string | undefined },
): Promise<void> => remove(call, `/v1/drains/${bare(id)}`, of);

/** What all drains are told. */
export const commonTold = ({ name, projectIds: projects, delivery }: DrainAnswer) => ({
  name,
  endpoint: delivery.endpoint,
  projectIds: projects?.length ? projects.toSorted() : undefined,
  headers: delivery.headers ?? {},
});

export const samplingTold = ({ sampling }: DrainAnswer) =>
  (sampling ?? []).map(({ rate, env, requestPath }) => ({
    rate,
    ...(env ? { environment: env as "production" | "preview" } : {}),
    ...(requestPath ? { requestPath } : {}),
  }));

export const samplingToWire = (rules: z.output<typeof samplingRules>): object[] =>
  rules.map(({ environment: env, ...rule }) => ({
    type: "head_sampling",
    ...rule,
    ...(env === undefined ? {} : { env }),
  }));

function bodyOf({ name, projectIds: projects, secret }: Common, { schemas, delivery, filter, sampling }: Kind) {
  return {
    name,
    projects: projects === undefined ? "all" : "some",
    ...(projects === undefined ? {} : { projectIds: projects }),
    schemas: Object.fromEntries(schemas.map((schema) => [schema, { version: "v1" }])),
    delivery: { ...delivery, secret },
    ...(filter === undefined ? {} : { filter: { version: "v2", filter } }),
    sampling,
  };
}

const carries = ({ schemas }: DrainAnswer, wanted: readonly Schema[]): boolean =>
  wanted.every((schema) => schemas?.[schema] !== undefined);
