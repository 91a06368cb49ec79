import { Batch } from "@groundplan/kit/batch.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import type { Http } from "@groundplan/kit/http.ts";
import { z } from "zod";
import type { Query } from "./shared-list.ts";
import { understood } from "./understood.ts";
import { keyOf, sameKey, type VariableAnswer, type VariableKey, variableAnswer } from "./variable-answer.ts";

/** A variable to be made: the body of one item of `POST /v10/projects/{idOrName}/env`. */
export interface NewVariable extends VariableKey {
  readonly value: string;
  readonly type: "encrypted" | "sensitive";
  readonly comment: string;
}

/** Items a call. Vercel REST: deleting takes at most 1000 ids; creating names no limit. */
const most = 100;

/** Statuses by which Vercel refuses a call as a whole, so that nothing of it happened. */
const refusals = [400, 409];

const failure = z.object({
  error: z.object({
    code: z.string().nullish(),
    message: z.string().nullish(),
    key: z.string().nullish(),
    envVarKey: z.string().nullish(),
    envVarId: z.string().nullish(),
    target: z.union([z.array(z.string()), z.string()]).nullish(),
  }),
});
type Failure = z.output<typeof failure>;

const creation = z.object({
  created: z.union([z.array(variableAnswer), variableAnswer.transform((one) => [one])]),
  failed: z.array(failure).default([]),
});

/**
 * Joins the single writes of a project's variables, which come at once, into Vercel's calls for many.
 * Each write has its own outcome: what fails for one variable is no error of its siblings.
 */
export class VariableWriter {
  readonly #http: Http;
  readonly #creations = new Map<string, Batch<NewVariable, VariableAnswer>>();
  readonly #deletions = new Map<string, Batch<string, true>>();

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Makes a variable; never overwrites one.
   * @throws VendorError `ENV_CONFLICT` with the import line, when another variable overlaps with it
   */
  create(project: string, scope: Query, variable: NewVariable): Promise<VariableAnswer> {
    const batch = (): Batch<NewVariable, VariableAnswer> =>
      new Batch(most, (items) => this.#createAll(project, scope, items));
    return reuse(this.#creations, project, scope, batch).add(variable);
  }

  /** Removes a variable; one that is gone already, or whose project is, counts as removed. */
  async delete(project: string, scope: Query, id: string): Promise<void> {
    const batch = (): Batch<string, true> => new Batch(most, (ids) => this.#deleteAll(project, scope, ids));
    await reuse(this.#deletions, project, scope, batch).add(id);
  }

  async #createAll(project: string, scope: Query, items: readonly NewVariable[]): Promise<(VariableAnswer | Error)[]> {
    const path = `/v10/projects/${project}/env`;
    try {
      const body = items.map(({ targets, gitBranch, customEnvironmentIds, ...rest }) => ({
        ...rest,
        target: targets,
        ...(gitBranch === undefined ? {} : { gitBranch }),
        ...(customEnvironmentIds.length === 0 ? {} : { customEnvironmentIds }),
      }));
      const answer = await this.#http.send("POST", path, { query: scope, body });
      const { created, failed } = understood(creation, answer.body, `POST ${path}`);
      return outcomes(items, created, failed, project);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [only] = items;
      if (items.length === 1 && only !== undefined) return [conflictOfAll(error, only, project)];
      // One bad item can make Vercel refuse them all; alone, each gets the answer that is its own.
      return (await Promise.all(items.map((item) => this.#createAll(project, scope, [item])))).flat();
    }
  }

  async #deleteAll(project: string, query: Query, ids: readonly string[]): Promise<true[]> {
    const single = (id: string) =>
      this.#http.send("DELETE", `/v9/projects/${project}/env/${id}`, { query, accept: [404] });
    const [first, ...more] = ids;
    if (first === undefined) return [];
    if (more.length === 0) await single(first);
    else {
      const path = `/v1/projects/${project}/env`;
      const { status } = await this.#http.send("DELETE", path, { query, body: { ids }, accept: [404] });
      // Whether the project is gone or only one of the variables is not told.
      if (status === 404) await Promise.all(ids.map(single));
    }
    return ids.map(() => true);
  }
}

function reuse<B>(batches: Map<string, B>, project: string, scope: Query, make: () => B): B {
  const key = JSON.stringify([project, scope]);
  const batch = batches.get(key) ?? make();
  batches.set(key, batch);
  return batch;
}

/** Vercel REST: partial success is 201 with what failed beside what was created, in no promised order. */
function outcomes(
  items: readonly NewVariable[],
  created: readonly VariableAnswer[],
  failed: readonly Failure[],
  project: string,
): (VariableAnswer | Error)[] {
  const open = [...failed];
  const take = (fits: (one: Failure) => boolean): Failure | undefined => {
    const index = open.findIndex(fits);
    return index === -1 ? undefined : open.splice(index, 1)[0];
  };
  return items.map((item) => {
    const made = created.find((one) => sameKey(keyOf(one), item));
    if (made !== undefined) return made;
    const { error } = take((one) => (one.error.key ?? one.error.envVarKey) === item.key) ?? take(() => true) ?? {};
    if (error === undefined) return new VendorError(`Vercel answered neither yes nor no to the variable ${item.key}.`);
    const { code, message, envVarId } = error;
    const text = `${code ?? ""} ${message ?? "(no message)"}`.trim();
    if (isConflict(code)) return conflictError(item.key, code, text, `${project}/${envVarId ?? "<id>"}`);
    return new VendorError(`Vercel refused the variable ${item.key}: ${text}`, code ? { code } : {});
  });
}

/** A conflict told for the call as a whole says nothing about who holds the key. */
function conflictOfAll(error: VendorError, item: NewVariable, project: string): Error {
  return isConflict(error.code) ? conflictError(item.key, error.code, error.message, `${project}/<its id>`) : error;
}

const isConflict = (code: string | null | undefined): boolean =>
  code === "ENV_CONFLICT" || code === "env_key_already_exists";

const isRefusal = (error: unknown): error is VendorError =>
  error instanceof VendorError && (isConflict(error.code) || refusals.includes(error.status ?? 0));

const conflictError = (key: string, code: string | null | undefined, text: string, importId: string): VendorError =>
  new VendorError(`The variable ${key} exists already in one of its targets: ${text}`, {
    ...(code ? { code } : {}),
    fix:
      `take it over with: pulumi import vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable NAME '${importId}'` +
      "   or delete it at Vercel, or choose other targets",
  });
