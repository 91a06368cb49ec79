import grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { checkInputs, checkResource } from "./check.ts";
import { diffInputs } from "./diff.ts";
import { VendorError } from "./errors.ts";
import { create, InitFailed, read, update } from "./lifecycle.ts";
import { fromStruct, initFailedError, toDiffResponse, toFailures, toStruct } from "./protocol.ts";
import { redact } from "./redact.ts";
import type { AnyResource, Provider, Reading } from "./resource.ts";
import { packageSchema } from "./schema.ts";
import {
  conceal,
  equal,
  holdsUnknown,
  only,
  type Properties,
  revealAll,
  secretNames,
  texts,
  unknown,
  without,
} from "./values.ts";
import { engineVoice, giveVoice } from "./voice.ts";

/** Inputs that the engine adds to every provider's own. */
const engineInputs = ["version", "pluginDownloadURL"];

/**
 * The Pulumi provider protocol over one `Provider`: each method takes and answers protobuf messages.
 * State (client, abort) belongs to one call of this function, so a process may serve several.
 */
export function handlers<Client>(
  definition: Provider<Client>,
  environment: Readonly<Record<string, string | undefined>>,
) {
  const abort = new AbortController();
  const byToken = new Map(definition.resources.map((one) => [one.token, one]));
  let client: Client | undefined;

  const find = (request: { getUrn(): string }): AnyResource => {
    const token = request.getUrn().split("::")[2]?.split("$").pop() ?? "";
    const found = byToken.get(token);
    if (found !== undefined) return found;
    throw new VendorError(`${token} is no resource of ${definition.name}; it has ${[...byToken.keys()].join(", ")}.`);
  };
  const call = (): Reading<Client> => {
    if (client === undefined) throw new VendorError(`${definition.name} was not configured before its first call.`);
    return { client, signal: abort.signal };
  };
  /** State or inputs for the engine: what the definition or the program calls secret is encrypted. */
  const sealed = (resource: AnyResource, properties: Properties, alsoSecret: readonly string[]) =>
    toStruct(conceal(properties, [...((resource.secrets ?? []) as readonly string[]), ...alsoSecret]));

  return {
    handshake: async (request: pb.ProviderHandshakeRequest) => {
      if (request.getEngineAddress() !== "") giveVoice(abort.signal, engineVoice(request.getEngineAddress()));
      const response = new messages.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    },
    getPluginInfo: async () => {
      const response = new plugin.PluginInfo();
      response.setVersion(definition.version);
      return response;
    },
    attach: async () => new empty.Empty(),
    getSchema: async () => {
      const response = new messages.GetSchemaResponse();
      response.setSchema(JSON.stringify(packageSchema(definition)));
      return response;
    },

    checkConfig: async (request: pb.CheckRequest) => {
      const response = new messages.CheckResponse();
      const given = without(revealAll(fromStruct(request.getNews())), engineInputs);
      response.setFailuresList(toFailures(checkInputs(definition.config, given).issues));
      response.setInputs(request.getNews());
      return response;
    },
    diffConfig: async (request: pb.DiffRequest) => {
      const [old, now] = [request.getOldInputs() ?? request.getOlds(), request.getNews()].map((one) =>
        revealAll(fromStruct(one)),
      );
      const changed = Object.keys(definition.config.shape).filter((name) => !equal(old?.[name], now?.[name]));
      return toDiffResponse(
        changed.map((path) => ({ path, kind: "update", replaces: false })),
        false,
      );
    },
    configure: async (request: pb.ConfigureRequest) => {
      const given = without(revealAll(fromStruct(request.getArgs())), engineInputs);
      if (!holdsUnknown(given))
        client = definition.configure(definition.config.parse(given), { environment, signal: abort.signal });
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    },

    check: async (request: pb.CheckRequest) => {
      const resource = find(request);
      const given = fromStruct(request.getNews());
      const checked = checkResource(resource, revealAll(given));
      const entries = Object.entries(checked.inputs);
      const known = Object.fromEntries(entries.filter(([, value]) => !holdsUnknown(value)));
      const notKnownYet = Object.fromEntries(entries.filter(([, value]) => holdsUnknown(value)));
      const more =
        resource.check !== undefined && checked.issues.length === 0 && client !== undefined
          ? await resource.check(call(), known, revealAll(fromStruct(request.getOlds())))
          : undefined;
      const response = new messages.CheckResponse();
      response.setFailuresList(toFailures([...checked.issues, ...(more?.issues ?? [])]));
      // What is not known yet stays so, whatever a definition would fill in for something that is left out.
      const inputs = { ...known, ...more?.inputs, ...notKnownYet };
      response.setInputs(sealed(resource, inputs, secretNames(given)));
      return response;
    },
    diff: async (request: pb.DiffRequest) => {
      const resource = find(request);
      const now = revealAll(fromStruct(request.getNews()));
      const reason = resource.refuse?.(now);
      if (reason !== undefined) throw new VendorError(reason);
      const oldInputs = revealAll(fromStruct(request.getOldInputs()));
      const old = Object.keys(oldInputs).length > 0 ? oldInputs : revealAll(fromStruct(request.getOlds()));
      return toDiffResponse(
        diffInputs(resource, old, now, request.getIgnorechangesList()),
        resource.deleteBeforeReplace === true,
      );
    },
    create: async (request: pb.CreateRequest) => {
      const resource = find(request);
      const given = fromStruct(request.getProperties());
      const inputs = revealAll(given);
      const response = new messages.CreateResponse();
      if (request.getPreview()) {
        const outputs = Object.fromEntries(Object.keys(resource.outputs.shape).map((name) => [name, unknown]));
        response.setProperties(sealed(resource, { ...inputs, ...outputs }, secretNames(given)));
        return response;
      }
      try {
        const made = await create(
          resource,
          call(),
          inputs,
          request.getName() || request.getUrn().split("::").pop() || "NAME",
        );
        response.setId(made.id);
        response.setProperties(sealed(resource, made.state, secretNames(given)));
        return response;
      } catch (error) {
        if (!(error instanceof InitFailed)) throw error;
        const secrets = [...((resource.secrets ?? []) as readonly string[]), ...secretNames(given)];
        throw initFailedError(
          error,
          conceal(inputs, secrets),
          conceal(error.state, secrets),
          redact(error.message, texts(only(inputs, secrets))),
        );
      }
    },
    read: async (request: pb.ReadRequest) => {
      const resource = find(request);
      const [state, inputs] = [fromStruct(request.getProperties()), fromStruct(request.getInputs())];
      const response = new messages.ReadResponse();
      const found = await read(resource, call(), request.getId(), {
        state: revealAll(state),
        inputs: revealAll(inputs),
      });
      if (found === undefined) return response; // an empty id says: it is gone
      const secrets = [...secretNames(state), ...secretNames(inputs)];
      response.setId(request.getId());
      response.setInputs(sealed(resource, found.inputs, secrets));
      response.setProperties(sealed(resource, found.state, secrets));
      return response;
    },
    update: async (request: pb.UpdateRequest) => {
      const resource = find(request);
      const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const [old, inputs] = [revealAll(olds), revealAll(news)];
      const response = new messages.UpdateResponse();
      const secrets = [...secretNames(olds), ...secretNames(news)];
      if (request.getPreview()) {
        const kept = only(old, Object.keys(resource.outputs.shape));
        const changing = Object.fromEntries(
          ((resource.changing ?? []) as readonly string[]).map((name) => [name, unknown]),
        );
        response.setProperties(sealed(resource, { ...inputs, ...kept, ...changing }, secrets));
        return response;
      }
      response.setProperties(sealed(resource, await update(resource, call(), request.getId(), inputs, old), secrets));
      return response;
    },
    delete: async (request: pb.DeleteRequest) => {
      await find(request).delete(call(), request.getId(), revealAll(fromStruct(request.getProperties())));
      return new empty.Empty();
    },
    cancel: async () => {
      abort.abort();
      return new empty.Empty();
    },
  };
}

/** Every secret text in a request, so that an error about it can be cleaned of them. */
export function secretTexts(definition: Provider<unknown>, request: unknown): string[] {
  const parts = ["getNews", "getOlds", "getOldInputs", "getProperties", "getInputs"].flatMap((getter) => {
    const method = (request as Record<string, unknown>)[getter];
    return typeof method === "function" ? [fromStruct(method.call(request))] : [];
  });
  const declared = definition.resources.flatMap((one) => (one.secrets ?? []) as readonly string[]);
  return parts.flatMap((properties) => texts(revealAll(only(properties, [...declared, ...secretNames(properties)]))));
}

/** An error as gRPC tells it: full sentences of ours as they are, anything else with its stack, because it is our bug. */
export function toServiceError(error: unknown, secrets: readonly string[]): Partial<grpc.ServiceError> {
  if (typeof error === "object" && error !== null && "metadata" in error) return error as Partial<grpc.ServiceError>;
  const told = error instanceof VendorError || (error instanceof Error && "problem" in error);
  const text = error instanceof Error ? (told ? error.message : (error.stack ?? error.message)) : String(error);
  return { code: grpc.status.UNKNOWN, details: redact(text, secrets) };
}
