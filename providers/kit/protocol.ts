import grpc from "@grpc/grpc-js";
import type { CheckFailure } from "@pulumi/pulumi/proto/provider_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Difference } from "./diff.ts";
import type { InitFailed } from "./lifecycle.ts";
import type { Issue } from "./resource.ts";
import type { Properties } from "./values.ts";

/** Pulumi's messages to plain values and back. Nothing here knows a resource. */

export const fromStruct = (properties: struct.Struct | undefined): Properties =>
  (properties?.toJavaScript() ?? {}) as Properties;

export const toStruct = (properties: Properties): struct.Struct =>
  struct.Struct.fromJavaScript(said(properties) as Parameters<typeof struct.Struct.fromJavaScript>[0]);

/** Without what is undefined, at any depth: a message has no such value, and a definition may well answer one. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(said);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, said(item)]])),
  );
}

export function toFailures(issues: readonly Issue[]): CheckFailure[] {
  return issues.map(({ property, reason }) => {
    const failure = new messages.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    return failure;
  });
}

export function toDiffResponse(
  differences: readonly Difference[],
  deleteBeforeReplace: boolean,
): InstanceType<typeof messages.DiffResponse> {
  const response = new messages.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const topLevel = (which: readonly Difference[]) => [
    ...new Set(which.map(({ path }) => path.split(/[.[]/)[0] ?? path)),
  ];
  const replacing = differences.filter(({ replaces }) => replaces);
  for (const difference of differences) response.getDetaileddiffMap().set(difference.path, toPropertyDiff(difference));
  response.setHasdetaileddiff(true);
  response.setDiffsList(topLevel(differences));
  response.setReplacesList(topLevel(replacing));
  response.setDeletebeforereplace(deleteBeforeReplace && replacing.length > 0);
  response.setChanges(differences.length > 0 ? DIFF_SOME : DIFF_NONE);
  return response;
}

function toPropertyDiff({ kind, replaces }: Difference): InstanceType<typeof messages.PropertyDiff> {
  const { ADD, ADD_REPLACE, UPDATE, UPDATE_REPLACE, DELETE, DELETE_REPLACE } = messages.PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
  } as const;
  const diff = new messages.PropertyDiff();
  diff.setKind(kinds[kind][replaces ? 1 : 0]);
  diff.setInputdiff(true);
  return diff;
}

/** The error by which the engine learns of an unfinished object and keeps it. */
export function initFailedError(
  failure: InitFailed,
  inputs: Properties,
  state: Properties,
  reason: string,
): Partial<grpc.ServiceError> {
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(failure.id);
  detail.setProperties(toStruct(state));
  detail.setInputs(toStruct(inputs));
  detail.addReasons(reason);
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new status.Status();
  whole.setCode(grpc.status.UNKNOWN);
  whole.setMessage(reason);
  whole.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: reason, metadata };
}
