import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, startCloud } from "../../../loopback/core/cloud.ts";
import type { Cluster } from "../../../loopback/core/vendor.ts";
import { supabase as vendor } from "../../../loopback/supabase/vendor.ts";
import { checkResource } from "../../../providers/kit/check.ts";
import { type Difference, diffInputs } from "../../../providers/kit/diff.ts";
import { create, read, update } from "../../../providers/kit/lifecycle.ts";
import type { AnyResource, Issue } from "../../../providers/kit/resource.ts";
import { holdsUnknown, type Properties } from "../../../providers/kit/values.ts";
import { connect, type Supabase } from "../../../providers/supabase/client.ts";
import { Project } from "../../../providers/supabase/project.ts";

/** Supabase on loopback in this process, and the provider's client pointed at it. */
export interface Stand {
  readonly client: Supabase;
  /** A client as the next run has it: nothing read yet. */
  fresh(environment?: Readonly<Record<string, string>>): Supabase;
  readonly cloud: Cloud;
  /** Aborts everything that `client` does, as Ctrl-C does. */
  readonly abort: AbortController;
  /** A second client that knows nothing of the first: the dashboard. */
  api(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Calls that reached the vendor since the last question, as `METHOD path`. */
  calls(): Promise<string[]>;
  /** The journal since a place in it, and where it ends now. */
  journal(since?: number): Promise<{ next: number; entries: { method: string; path: string }[] }>;
  fault(fault: object): Promise<void>;
  /** Control routes of the loopback: `control("POST", "reset", {})`. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** What a resource has in a stack's state. */
export interface Standing {
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
}

/** @param root folder at which relative paths of inputs start */
export async function stand(root: string, databases: (home: string) => Cluster = () => noDatabases): Promise<Stand> {
  const home = await mkdtemp(join(tmpdir(), "groundplan-supabase-"));
  const cluster = databases(home);
  const [now, log] = [() => new Date(), () => undefined];
  const cloud = await startCloud({ home, basePort: 0, rotateTokens: false, vendors: [vendor], cluster, now, log });
  const { environment, origins, controlUrl, controlToken } = cloud.control;
  const abort = new AbortController();
  const fresh = (more: Readonly<Record<string, string>> = {}) =>
    connect({ environment: { ...environment, ...more }, signal: abort.signal }, root);
  const token = environment["SUPABASE_ACCESS_TOKEN"] ?? "";
  const send = async (url: string, bearer: string, method: string, body?: unknown) => {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
  };
  let told = 0;
  const journal = async (since = 0) => {
    const { body } = await send(`${controlUrl}/_loopback/journal?since=${since}`, controlToken, "GET");
    return body as Awaited<ReturnType<Stand["journal"]>>;
  };
  return {
    client: fresh(),
    fresh,
    cloud,
    abort,
    api: (method, path, body) => send(`${origins["supabase"]}${path}`, token, method, body),
    journal,
    async calls() {
      const { next, entries } = await journal(told);
      told = next;
      return entries.map(({ method, path }) => `${method} ${path}`);
    },
    async fault(fault) {
      const { status } = await send(`${controlUrl}/_loopback/faults`, controlToken, "POST", {
        vendor: "supabase",
        ...fault,
      });
      if (status >= 300) throw new Error(`the fault was refused with ${status}`);
    },
    async control(method, path, body) {
      const answer = await send(`${controlUrl}/_loopback/${path}`, controlToken, method, body);
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async stop() {
      await cloud.stop();
      await rm(home, { recursive: true });
    },
  };
}

/** Projects whose databases are never reached. */
const noDatabases: Cluster = {
  host: "127.0.0.1",
  port: async () => 1,
  createDatabase: async () => undefined,
  setPassword: async () => undefined,
  dropDatabase: async () => undefined,
  stop: async () => undefined,
};

const callOf = ({ client, abort }: Stand) => ({ client, signal: abort.signal });

/** Inputs that Check refuses, with every issue. */
export class Refused extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(({ property, reason }) => `${property} ${reason}`).join("\n"));
    this.issues = issues;
  }
}

/** Check as the engine does it: schema, then the definition's own. */
export async function check(
  on: Stand,
  definition: AnyResource,
  given: Properties,
  old: Properties = {},
): Promise<Properties> {
  const checked = checkResource(definition, given);
  if (checked.issues.length > 0) throw new Refused(checked.issues);
  const known = Object.fromEntries(Object.entries(checked.inputs).filter(([, value]) => !holdsUnknown(value)));
  const more = await definition.check?.(callOf(on), known, old);
  if (more?.issues !== undefined && more.issues.length > 0) throw new Refused(more.issues);
  return { ...checked.inputs, ...(more?.inputs ?? {}) };
}

/** Check and create. */
export async function make(on: Stand, definition: AnyResource, given: Properties): Promise<Standing> {
  const inputs = await check(on, definition, given);
  const { id, state } = await create(definition, callOf(on), inputs, "it");
  return { id, inputs, state };
}

/** What a preview would say about changed arguments. */
export async function diff(
  on: Stand,
  definition: AnyResource,
  old: Standing,
  given: Properties,
): Promise<Difference[]> {
  return diffInputs(definition, old.inputs, await check(on, definition, given, old.inputs));
}

/** Check, Diff and, where something differs, Update; a replacement is an error here. */
export async function change(on: Stand, definition: AnyResource, old: Standing, given: Properties): Promise<Standing> {
  const inputs = await check(on, definition, given, old.inputs);
  const differences = diffInputs(definition, old.inputs, inputs);
  if (differences.some(({ replaces }) => replaces)) throw new Error("this would be a replacement");
  if (differences.length === 0) return old;
  return { id: old.id, inputs, state: await update(definition, callOf(on), old.id, inputs, old.state) };
}

const nextRun = ({ fresh, abort }: Stand) => ({ client: fresh(), signal: abort.signal });

/** Reads as `refresh` does, in a run of its own; undefined when it is gone. */
export async function refresh(on: Stand, definition: AnyResource, old: Standing): Promise<Standing | undefined> {
  const found = await read(definition, nextRun(on), old.id, old);
  return found && { id: old.id, ...found };
}

/** Reads as `pulumi import` does. */
export async function adopt(on: Stand, definition: AnyResource, id: string): Promise<Standing | undefined> {
  const found = await read(definition, nextRun(on), id, { state: {}, inputs: {} });
  return found && { id, ...found };
}

export const remove = (on: Stand, definition: AnyResource, old: Standing): Promise<void> =>
  definition.delete(callOf(on), old.id, old.state);

/** Property paths that differ between what stands and what a program declares. */
export const paths = (differences: readonly Difference[]): string[] => differences.map(({ path }) => path).sort();

/** The default organisation of the loopback. */
export const organization = "loopbackorganization";

/** What every test's first project is made of. */
export const shopWish = {
  organizationId: organization,
  name: "shop",
  databasePassword: "pass-word-1!",
  region: "eu-central-1",
};

/** A project that is up. */
export const shop = (on: Stand, more: Properties = {}): Promise<Standing> =>
  make(on, Project, { ...shopWish, ...more });

/** What must be there. */
export function there(found: Standing | undefined): Standing {
  if (found === undefined) throw new Error("it is gone");
  return found;
}
