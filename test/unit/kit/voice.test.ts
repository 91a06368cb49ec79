import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/engine_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { describe, expect, it } from "vitest";
import { engineVoice, giveVoice, voiceOf } from "../../../providers/kit/voice.ts";

/** An engine that listens; resolves with the first line it hears, and how serious it is. */
function listeningEngine(): Promise<{ address: string; heard: Promise<[string, number]>; close(): void }> {
  const server = new grpc.Server();
  const heard = new Promise<[string, number]>((resolve) => {
    server.addService(services.EngineService, {
      log: (
        call: { request: InstanceType<typeof messages.LogRequest> },
        answer: (error: null, response: object) => void,
      ) => {
        resolve([call.request.getMessage(), call.request.getSeverity()]);
        answer(null, new empty.Empty());
      },
    });
  });
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error === null
        ? resolve({ address: `127.0.0.1:${port}`, heard, close: () => server.forceShutdown() })
        : reject(error),
    ),
  );
}

describe("the voice of a connection", () => {
  it("is heard by the engine as information", async () => {
    const engine = await listeningEngine();
    const { signal } = new AbortController();
    giveVoice(signal, engineVoice(engine.address));
    voiceOf(signal)("This takes longer: Acme answered 429");
    expect(await engine.heard).toEqual(["This takes longer: Acme answered 429", messages.LogSeverity.INFO]);
    engine.close();
  });

  it("is silent where nobody listens", () => {
    expect(() => voiceOf(new AbortController().signal)("anything")).not.toThrow();
  });
});
