import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { Batch } from "../../../providers/kit/batch.ts";
import { VendorError } from "../../../providers/kit/errors.ts";
import { provider, resource } from "../../../providers/kit/resource.ts";
import { serve } from "../../../providers/kit/server.ts";
import { unknown } from "../../../providers/kit/values.ts";

/** A vendor that takes several keys in one call, refuses them all, and repeats what it got. */
type Careless = Batch<{ label: string; key: string }, true>;

const Key = resource<Careless>()({
  token: "careless:index/key:Key",
  description: "A key.",
  inputs: z.strictObject({ label: z.string().describe("Its name."), key: z.string().describe("Its value.") }),
  outputs: z.object({ madeAt: z.string().optional().describe("When.") }),
  secrets: ["key"],
  importId: "<label>",
  parseId: (id) => ({ label: id }),
  // Keeps what it knows from before when something is left out.
  check: async (_, wanted, old) => ({ inputs: { key: wanted.key ?? old.key ?? "none" } }),
  create: async ({ client }, { label, key }) => {
    await client.add({ label, key });
    return { id: label, outputs: {} };
  },
  read: async () => undefined,
  delete: async () => {},
});

const careless = provider({
  name: "careless",
  version: "0.1.0",
  displayName: "Careless",
  config: z.object({}),
  configure: (): Careless =>
    new Batch(10, async (items) => {
      throw new VendorError(`POST /keys answered 400: cannot take ${JSON.stringify(items)}`);
    }),
  resources: [Key],
});

let client: InstanceType<typeof services.ResourceProviderClient>;

beforeAll(async () => {
  const port = await serve(
    async () => careless,
    {},
    () => undefined,
  );
  client = new services.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const request = new messages.ConfigureRequest();
  await new Promise((resolve, reject) =>
    client.configure(request, (error: unknown) => (error === null ? resolve(undefined) : reject(error))),
  );
});
afterAll(() => client.close());

/** Creates a key; what the engine hears of it. */
function refusalOf(label: string, key: string): Promise<string> {
  const request = new messages.CreateRequest();
  request.setUrn(`urn:pulumi:local::test::careless:index/key:Key::${label}`);
  request.setProperties(struct.Struct.fromJavaScript({ label, key }));
  return new Promise((resolve) =>
    client.create(request, (error: grpc.ServiceError | null) => resolve(error === null ? "made" : error.details)),
  );
}

describe("an error about a call that carried several resources' secrets", () => {
  it("shows none of them, to any of them; a plain word stays readable", async () => {
    const secrets = ['first-"Secret"-1', "second-Secret-2", "production"];
    const told = await Promise.all(secrets.map((key, index) => refusalOf(`key${index}`, key)));
    for (const text of told) {
      expect(text).toContain("cannot take");
      expect(text).toContain('"label":"key1"');
      expect(text).not.toMatch(/first-|second-/);
    }
    expect(told[0]).toContain("production");
  });
});

describe("check", () => {
  it("lets nothing that a definition fills in hide what is not known yet", async () => {
    const request = new messages.CheckRequest();
    request.setUrn("urn:pulumi:local::test::careless:index/key:Key::label");
    request.setOlds(struct.Struct.fromJavaScript({ label: "label", key: "before" }));
    request.setNews(struct.Struct.fromJavaScript({ label: "label", key: unknown }));
    const inputs = await new Promise<object>((resolve, reject) =>
      client.check(request, (error: unknown, answer) =>
        error === null ? resolve(answer.getInputs()?.toJavaScript() ?? {}) : reject(error),
      ),
    );
    expect(JSON.stringify(inputs)).toContain(unknown);
    expect(JSON.stringify(inputs)).not.toContain("before");
  });
});
