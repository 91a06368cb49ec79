import type { Http } from "@groundplan/kit/http.ts";
import { z } from "zod";
import { type Query, sharedList } from "./shared-list.ts";

/** Vercel REST: one entry of `GET /v10/projects/{idOrName}/env`. `target` may be a lone string. */
export const variableAnswer = z.object({
  id: z.string(),
  key: z.string(),
  value: z.string().nullish(),
  type: z.string(),
  target: z.union([z.array(z.string()), z.string()]).nullish(),
  gitBranch: z.string().nullish(),
  customEnvironmentIds: z.array(z.string()).nullish(),
  comment: z.string().nullish(),
  decrypted: z.boolean().nullish(),
  updatedAt: z.number().nullish(),
});

export type VariableAnswer = z.output<typeof variableAnswer>;

/** What makes a variable unique: Vercel refuses a second one that overlaps in all of these. */
export interface VariableKey {
  readonly key: string;
  readonly targets: readonly string[];
  readonly gitBranch?: string | undefined;
  readonly customEnvironmentIds: readonly string[];
}

/** The unique key of a variable at Vercel, its sets sorted. */
export const keyOf = (variable: VariableAnswer): VariableKey => ({
  key: variable.key,
  targets: [variable.target ?? []].flat().toSorted(),
  gitBranch: variable.gitBranch ?? undefined,
  customEnvironmentIds: (variable.customEnvironmentIds ?? []).toSorted(),
});

export const sameKey = (a: VariableKey, b: VariableKey): boolean =>
  a.key === b.key &&
  (a.gitBranch ?? "") === (b.gitBranch ?? "") &&
  a.targets.join() === b.targets.join() &&
  a.customEnvironmentIds.join() === b.customEnvironmentIds.join();

/** Every variable of a project, with the values that Vercel tells. Undefined: the project is gone. */
export const listVariables = (http: Http, project: string, scope: Query): Promise<VariableAnswer[] | undefined> =>
  sharedList(http, `/v10/projects/${project}/env`, { ...scope, decrypt: true }, "envs", variableAnswer);
