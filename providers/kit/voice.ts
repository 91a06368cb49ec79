import grpc from "@grpc/grpc-js";

/** Where the lines of a connection's clients go: to the engine, which shows them among its own. */
export type Voice = (line: string) => void;

/** By the connection's Cancel signal: the one thing that all of its clients are made with. */
const voices = new WeakMap<AbortSignal, Voice>();

/** @param signal the Cancel signal of the connection */
export const giveVoice = (signal: AbortSignal, voice: Voice): void => void voices.set(signal, voice);

/** Silent where no engine listens, as in a command that looks something up. */
export const voiceOf = (signal: AbortSignal): Voice => voices.get(signal) ?? (() => {});

/**
 * A voice that the engine hears by its Log service. (What a resource plugin writes to standard error is hidden by
 * engine 3.259.0 unless it is dynamic: sdk/go/common/resource/plugin/plugin.go.)
 * @param address `host:port` of the engine, as its handshake tells it
 */
export function engineVoice(address: string): Voice {
  return (line) => {
    // Loaded when there is something to say: most runs say nothing.
    Promise.all([import("@pulumi/pulumi/proto/engine_grpc_pb.js"), import("@pulumi/pulumi/proto/engine_pb.js")]).then(
      ([{ default: services }, { default: messages }]) => {
        const client = new services.EngineClient(address, grpc.credentials.createInsecure());
        const request = new messages.LogRequest();
        request.setSeverity(messages.LogSeverity.INFO);
        request.setMessage(line);
        client.log(request, () => client.close()); // an engine that has gone needs no words
      },
    );
  };
}
