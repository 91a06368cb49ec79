import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Provider } from "./resource.ts";

/** The engine's own limit for one message. */
const longestMessage = 400 * 1024 * 1024;

// biome-ignore lint/suspicious/noExplicitAny: each provider has a client type of its own
type AnyProvider = Provider<any>;

/** What answers calls, loaded while the engine connects: definitions and schemas take longer than the port. */
interface Loaded {
  readonly definition: AnyProvider;
  readonly known: Readonly<Record<string, Handler | undefined>>;
  readonly kit: typeof import("./handlers.ts");
}

/**
 * Serves a provider as a Pulumi plugin: listens on loopback and prints the port, which is how the engine finds it.
 * @param load imports the provider; begun as soon as the port is out
 * @returns the port
 */
export function serve(
  load: () => Promise<AnyProvider>,
  environment = process.env,
  print = console.log,
): Promise<number> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": longestMessage });
  const loaded = Promise.withResolvers<Loaded>();
  server.addService(services.ResourceProviderService, implementation(loaded.promise));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error !== null) return reject(error);
      print(String(port));
      resolve(port);
      loadAll(load, environment).then(loaded.resolve, loaded.reject);
    });
  });
}

async function loadAll(load: () => Promise<AnyProvider>, environment: NodeJS.ProcessEnv): Promise<Loaded> {
  const [kit, definition] = await Promise.all([import("./handlers.ts"), load()]);
  return { kit, definition, known: kit.handlers(definition, environment) };
}

/** gRPC has decoded the request to what the method takes. */
type Handler = (request: never) => Promise<unknown>;

function implementation(loaded: Promise<Loaded>): grpc.UntypedServiceImplementation {
  const written = new Set<string>();
  const methods = Object.keys(services.ResourceProviderService);
  return Object.fromEntries(methods.map((method) => [method, unary(loaded, method, written)]));
}

/** Requests whose secrets are sent to the vendor. */
const writes = ["create", "update", "delete"];

/** A plain word such as `production` may be the value of a secret, and stands in many messages that are not about it. */
const isTelling = (text: string): boolean => text.length >= 20 || !/^(?:[a-z]*|[A-Z]*|[0-9]*)$/.test(text);

/** @param written secrets of all writes so far: those of several resources travel in one call, and an error may repeat any of them. */
function unary(loaded: Promise<Loaded>, method: string, written: Set<string>) {
  return async (call: grpc.ServerUnaryCall<unknown, unknown>, answer: grpc.sendUnaryData<unknown> | undefined) => {
    const ready = await loaded.catch((error: unknown) => {
      answer?.({ code: grpc.status.INTERNAL, details: `The provider could not be loaded: ${String(error)}` });
    });
    if (ready === undefined) return;
    const { definition, known, kit } = ready;
    const handler = known[method];
    if (handler === undefined || answer === undefined) {
      const refusal = { code: grpc.status.UNIMPLEMENTED, details: `${method} is not offered by ${definition.name}` };
      if (answer === undefined) call.emit("error", refusal);
      else answer(refusal);
      return;
    }
    const secrets = kit.secretTexts(definition, call.request);
    if (writes.includes(method)) for (const text of secrets.filter(isTelling)) written.add(text);
    try {
      answer(null, await handler(call.request as never));
    } catch (error) {
      answer(kit.toServiceError(error, [...written, ...secrets]));
    }
  };
}
