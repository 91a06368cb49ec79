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
  return Object.fromEntries(methods.map((method) => [method, unary(definition, method, known[method])]));
}

function unary(definition: Provider<unknown>, method: string, handler: Handler | undefined) {
  return (call: grpc.ServerUnaryCall<unknown, unknown>, answer: grpc.sendUnaryData<unknown> | undefined): void => {
    if (handler === undefined || answer === undefined) {
      const refusal = { code: grpc.status.UNIMPLEMENTED, details: `${method} is not offered by ${definition.name}` };
      if (answer === undefined) call.emit("error", refusal);
      else answer(refusal);
      return;
    }
    handler(call.request as never).then(
      (response) => answer(null, response),
      (error) => answer(toServiceError(error, secretTexts(definition, call.request))),
    );
  };
}
