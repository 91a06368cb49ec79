import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud } from "../../../loopback/core/cloud.ts";
import { bearer } from "../../../loopback/core/gate.ts";
import type { JournalEntry } from "../../../loopback/core/journal.ts";
import type { AnyVendor, Cluster } from "../../../loopback/core/vendor.ts";
import { checkResource } from "../../../providers/kit/check.ts";
import { type Difference, diffInputs } from "../../../providers/kit/diff.ts";
import { create, read, update } from "../../../providers/kit/lifecycle.ts";
import type { AnyResource, Provider } from "../../../providers/kit/resource.ts";
import type { Properties } from "../../../providers/kit/values.ts";

/** One resource as the engine keeps it. */
interface Kept {
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
}

/** A provider on its loopback vendor over real HTTP, driven as the engine drives it: check, then create, read, update. */
export interface Stage {
  readonly environment: Readonly<Record<string, string>>;
  /** The vendor's own API with its token, for changes behind the provider's back. */
  vendor(methodAndPath: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Control routes of the loopback: `control("POST faults", {...})`. */
  control(methodAndPath: string, body?: unknown): Promise<unknown>;
  /** An empty vendor, no faults, a journal from here on, and a provider that has read nothing yet. */
  reset(): Promise<void>;
  /** `POST /v11/projects` and so on: every call that is not a GET, since the last look. */
  writes(): Promise<string[]>;
  /** Every call since the last look at the journal. */
  journal(): Promise<JournalEntry[]>;
  check(token: string, inputs: Properties): Properties;
  create(token: string, inputs: Properties): Promise<Kept>;
  read(token: string, kept: Kept): Promise<Kept | undefined>;
  import(token: string, id: string): Promise<Kept | undefined>;
  update(token: string, kept: Kept, inputs: Properties): Promise<Kept>;
  delete(token: string, kept: Kept): Promise<void>;
  /** By the schema alone. */
  diff(token: string, old: Kept, inputs: Properties): Difference[];
  /** As the engine sees it: the definition's own check comes first. */
  differences(token: string, old: Kept, inputs: Properties): Promise<Difference[]>;
  stop(): Promise<void>;
}

const noCluster: Cluster = {
  host: "127.0.0.1",
  port: () => Promise.reject(new Error("no cluster here")),
  createDatabase: () => Promise.reject(new Error("no cluster here")),
  setPassword: () => Promise.reject(new Error("no cluster here")),
  dropDatabase: () => Promise.reject(new Error("no cluster here")),
  stop: () => Promise.resolve(),
};

export async function setStage<Client>(vendor: AnyVendor, provider: Provider<Client>, config = {}): Promise<Stage> {
  const home = mkdtempSync(join(tmpdir(), "stage-"));
  const cloud = await startCloud({
    home,
    basePort: 0,
    rotateTokens: false,
    vendors: [vendor],
    cluster: noCluster,
    now: () => new Date(),
    log: () => undefined,
  });
  const { environment, controlUrl, controlToken, origins } = cloud.control;
  const { signal } = new AbortController();
  const connected = () => ({
    client: provider.configure(provider.config.parse(config), { environment, signal }),
    signal,
  });
  let call = connected();
  let seen = 0;

  const find = (token: string): AnyResource => {
    const found = provider.resources.find((one) => one.token.endsWith(`:${token}`));
    if (found === undefined) throw new Error(`no resource ${token}`);
    return found;
  };
  const check = (token: string, given: Properties): Properties => {
    const { inputs, issues } = checkResource(find(token), given);
    if (issues.length > 0) throw new Error(issues.map(({ property, reason }) => `${property} ${reason}`).join("\n"));
    return inputs;
  };
  /** Check as the engine calls it: the schema, then the definition's own, with the inputs in state. */
  const prepare = async (token: string, given: Properties, old: Properties = {}): Promise<Properties> => {
    const inputs = check(token, given);
    const { issues = [], inputs: more = {} } = (await find(token).check?.(call, inputs, old)) ?? {};
    if (issues.length > 0) throw new Error(issues.map(({ property, reason }) => `${property} ${reason}`).join("\n"));
    return { ...inputs, ...more };
  };
  const control = (methodAndPath: string, body?: unknown) =>
    ask(controlUrl, bearer.authorization(controlToken), methodAndPath.replace(" ", " /_loopback/"), body).then(
      (answer) => {
        if (answer.status >= 400) throw new Error(`${methodAndPath}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
      },
    );
  const journal = async (): Promise<JournalEntry[]> => {
    const answer = (await control(`GET journal?since=${seen}`)) as { next: number; entries: JournalEntry[] };
    seen = answer.next;
    return answer.entries;
  };

  return {
    environment,
    control,
    journal,
    check,
    vendor: (methodAndPath, body) =>
      ask(
        origins[vendor.name] ?? "",
        (vendor.login ?? bearer).authorization(environment[vendor.environment.token] ?? ""),
        methodAndPath,
        body,
      ),
    async reset() {
      await control("DELETE faults");
      await control("POST reset", {});
      await journal();
      call = connected();
    },
    async writes() {
      return (await journal()).filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
    },
    async create(token, given) {
      const inputs = await prepare(token, given);
      return { inputs, ...(await create(find(token), call, inputs, "example")) };
    },
    async read(token, kept) {
      const found = await read(find(token), call, kept.id, kept);
      return found && { id: kept.id, ...found };
    },
    async import(token, id) {
      const found = await read(find(token), call, id, { state: {}, inputs: {} });
      return found && { id, ...found };
    },
    async update(token, kept, given) {
      const inputs = await prepare(token, given, kept.inputs);
      return { id: kept.id, inputs, state: await update(find(token), call, kept.id, inputs, kept.state) };
    },
    delete: (token, kept) => find(token).delete(call, kept.id, kept.state),
    diff: (token, old, given) => diffInputs(find(token), old.inputs, check(token, given)),
    differences: async (token, old, given) =>
      diffInputs(find(token), old.inputs, await prepare(token, given, old.inputs)),
    async stop() {
      await cloud.stop();
      rmSync(home, { recursive: true });
    },
  };
}

async function ask(origin: string, authorization: string, methodAndPath: string, body?: unknown) {
  const [method = "", path = ""] = methodAndPath.split(" ");
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      authorization,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as unknown };
}
