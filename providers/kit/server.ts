import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { handlers, secretTexts, toServiceError } from "./handlers.ts";
import type { Provider } from "./resource.ts";

/** The engine's own limit for one message. */
const longestMessage = 400 * 1024 * 1024;

/**
 * Serves a provider as a Pulumi plugin: listens on loopback and prints the port, which is how the engine finds it.
 * @returns the port
 */
export function serve(definition: Provider<unknown>, environment = process.env, print = console.log): Promise<number> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": longestMessage });
  server.addService(services.ResourceProviderService, implementation(definition, environment));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error !== null) return reject(error);
      print(String(port));
      resolve(port);
    });
  });
}

/** gRPC has decoded the request to what the method takes. */
type Handler = (request: never) => Promise<unknown>;

function implementation(
  definition: Provider<unknown>,
  environment: NodeJS.ProcessEnv,
): grpc.UntypedServiceImplementation {
  const known: Readonly<Record<string, Handler | undefined>> = handlers(definition, environment);
  const methods = Object.keys(services.ResourceProviderService);
  const written = new Set<string>();
  return Object.fromEntries(methods.map((method) => [method, unary(definition, method, known[method], written)]));
}

/** Requests whose secrets are sent to the vendor. */
const writes = ["create", "update", "delete"];

/** A plain word such as `production` may be the value of a secret, and stands in many messages that are not about it. */
const isTelling = (text: string): boolean => text.length >= 20 || !/^(?:[a-z]*|[A-Z]*|[0-9]*)$/.test(text);

/** @param written secrets of all writes so far: those of several resources travel in one call, and an error may repeat any of them. */
function unary(definition: Provider<unknown>, method: string, handler: Handler | undefined, written: Set<string>) {
  return (call: grpc.ServerUnaryCall<unknown, unknown>, answer: grpc.sendUnaryData<unknown> | undefined): void => {
    if (handler === undefined || answer === undefined) {
      const refusal = { code: grpc.status.UNIMPLEMENTED, details: `${method} is not offered by ${definition.name}` };
      if (answer === undefined) call.emit("error", refusal);
      else answer(refusal);
      return;
    }
    if (writes.includes(method))
      for (const text of secretTexts(definition, call.request).filter(isTelling)) written.add(text);
    handler(call.request as never).then(
      (response) => answer(null, response),
      (error) => answer(toServiceError(error, [...written, ...secretTexts(definition, call.request)])),
    );
  };
}
