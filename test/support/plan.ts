import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import messages, {
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

/**
 * Runs a program in this process against a monitor that records what the program registers, as the engine would get it.
 * It proves what is declared. It does not prove that a provider takes it, nor that the engine orders it as expected.
 */

/** One registered resource, secrets revealed and their paths listed. */
interface Planned {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** The parent's URN, empty for the stack. */
  readonly parent: string;
  readonly inputs: Readonly<Record<string, Plain>>;
  /** Paths of secret inputs, e.g. `value`, `secrets.A`. */
  readonly secrets: readonly string[];
  /** For each input, the resources whose Outputs it was made from. */
  readonly from: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly importId: string;
  readonly ignoreChanges: readonly string[];
  /** URN of the explicit provider instance; empty: the default one. */
  readonly provider: string;
}

export interface Plan {
  readonly resources: readonly Planned[];
  /** Outputs that the stack and each component registered, by URN. */
  readonly outputs: ReadonlyMap<
    string,
    { readonly values: Readonly<Record<string, Plain>>; readonly secrets: readonly string[] }
  >;
  /** The one resource of that name and type. @throws when there is none or another. */
  one(type: string, name: string): Planned;
  all(type: string): readonly Planned[];
}

type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export interface PlanOptions {
  readonly project: string;
  readonly stack: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  /** What only a vendor knows: outputs of a resource besides its inputs. */
  readonly computed?: (resource: {
    readonly type: string;
    readonly name: string;
    readonly inputs: Planned["inputs"];
  }) => Readonly<Record<string, Plain>>;
}

/** Parts of the SDK that are not in its types: each program gets a store of its own, and our own monitor. */
interface Internals {
  setMockOptions(monitor: Recorder, project: string, stack: string, preview: boolean): void;
  waitForRPCs(): Promise<void>;
  withLocalStorage<T>(work: () => Promise<T>): Promise<T>;
}
const load = createRequire(import.meta.url);
const internals: Internals = {
  ...load("@pulumi/pulumi/runtime/settings.js"),
  ...load("@pulumi/pulumi/runtime/state.js"),
};

/** Runs a program and records it. Rejects with what the program threw. */
export function plan(options: PlanOptions, program: () => Promise<Readonly<Record<string, unknown>>>): Promise<Plan> {
  return inMockedProgram(options, async (recorder) => {
    // What the program throws is kept until everything that it had registered by then has settled: the SDK would
    // otherwise report it once for every promise that hangs on it, to whichever test runs at that moment.
    const failures: unknown[] = [];
    await pulumi.runtime.runInPulumiStack(() => program().catch((error: unknown) => void failures.push(error)));
    await internals.waitForRPCs();
    if (failures.length > 0) throw failures[0];
    return recorder.plan();
  });
}

/** Runs work in a program's surroundings: its project, stack and configuration; nothing is sent anywhere. */
export function inMockedProgram<T>(options: PlanOptions, work: (recorder: Recorder) => Promise<T>): Promise<T> {
  return internals.withLocalStorage(async () => {
    const { project, stack, config = {}, secretKeys = [] } = options;
    const recorder = new Recorder(options);
    await pulumi.runtime.setMocks(recorder.mocks, project, stack, false);
    internals.setMockOptions(recorder, project, stack, false);
    pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
    return work(recorder);
  });
}

type Answer = (error: Error | null, response: RegisterResourceResponse | undefined) => void;

class Recorder extends MockMonitor {
  private readonly options: PlanOptions;
  private readonly recorded: Planned[] = [];
  /** What the engine would refuse. Told at the end: told at once, the SDK would report it again for every promise. */
  private readonly refused: Error[] = [];
  private readonly registered = new Map<
    string,
    { values: Readonly<Record<string, Plain>>; secrets: readonly string[] }
  >();

  constructor(options: PlanOptions) {
    super({
      newResource: () => ({ id: undefined, state: {} }),
      call: ({ token }) => {
        throw new Error(`the program calls ${token}; a plan answers no calls`);
      },
    });
    this.options = options;
  }

  override async registerResource(request: RegisterResourceRequest, answer: Answer): Promise<void> {
    try {
      answer(null, this.record(request));
    } catch (error) {
      answer(error instanceof Error ? error : new Error(String(error)), undefined);
    }
  }

  private record(request: RegisterResourceRequest): RegisterResourceResponse {
    const type = request.getType();
    const name = request.getName();
    const urn = this.urnOf(request.getParent(), type, name);
    if (this.recorded.some((one) => one.urn === urn)) {
      this.refused.push(new Error(`the program registers ${urn} twice; the engine refuses that`));
    }
    const raw = request.getObject()?.toJavaScript() ?? {};
    const { values: inputs, secrets } = revealed(raw);
    this.recorded.push({
      ...{ urn, type, name, inputs, secrets, custom: request.getCustom(), parent: request.getParent() },
      from: sourcesOf(request),
      protect: request.getProtect() ?? false,
      importId: request.getImportid(),
      ignoreChanges: request.getIgnorechangesList(),
      provider: request.getProvider().replace(/::[^:]*$/, ""),
    });
    const id = request.getCustom() ? request.getImportid() || `${name}-id` : "";
    const state = { ...raw, ...this.options.computed?.({ type, name, inputs }) };
    this.resources.set(urn, { urn, id, state });
    const response = new messages.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(id);
    response.setObject(struct.Struct.fromJavaScript(state));
    return response;
  }

  override registerResourceOutputs(
    request: RegisterResourceOutputsRequest,
    answer: (error: Error | null, response: object) => void,
  ): void {
    this.registered.set(request.getUrn(), revealed(request.getOutputs()?.toJavaScript() ?? {}));
    answer(null, {});
  }

  plan(): Plan {
    if (this.refused[0] !== undefined) throw this.refused[0];
    // The SDK registers as promises settle; by name the order is the same every time.
    const recorded = this.recorded.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
    return {
      resources: recorded,
      outputs: this.registered,
      all: (type) => recorded.filter((resource) => resource.type === type),
      one: (type, name) => {
        const found = recorded.filter((resource) => resource.type === type && resource.name === name);
        const [only] = found;
        if (only !== undefined && found.length === 1) return only;
        const names = recorded.filter((resource) => resource.type === type).map((resource) => resource.name);
        throw new Error(
          `${found.length} resources ${type} are called ${name}; there are ${names.join(", ") || "none of that type"}`,
        );
      },
    };
  }

  /** As the engine writes it: the types of all parents, the stack left out. */
  private urnOf(parent: string, type: string, name: string): string {
    const parents = parent.split("::")[2] ?? "";
    const chain = parents === "" || parents === "pulumi:pulumi:Stack" ? "" : `${parents}$`;
    return `urn:pulumi:${this.options.stack}::${this.options.project}::${chain}${type}::${name}`;
  }
}

function sourcesOf(request: RegisterResourceRequest): Planned["from"] {
  const sources: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, key) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) sources[key] = urns;
  });
  return sources;
}

/** How the SDK marks a value on the wire (sdk/nodejs/runtime/rpc). */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

function revealed(value: object): { values: Readonly<Record<string, Plain>>; secrets: readonly string[] } {
  const secrets: string[] = [];
  const reveal = (at: unknown, path: string): Plain => {
    if (Array.isArray(at)) return at.map((item: unknown, index) => reveal(item, `${path}[${index}]`));
    if (typeof at === "object" && at !== null) {
      const fields: Record<string, unknown> = Object.fromEntries(Object.entries(at));
      if (fields[signature] === secretSignature) {
        secrets.push(path);
        return reveal(fields["value"], path);
      }
      return Object.fromEntries(
        Object.entries(fields).map(([key, item]) => [key, reveal(item, path === "" ? key : `${path}.${key}`)]),
      );
    }
    return typeof at === "string" || typeof at === "number" || typeof at === "boolean" ? at : null;
  };
  const values = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item, key)]));
  return { values, secrets };
}
