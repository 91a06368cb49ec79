import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { Inputs, Outputs, vendorDefaults } from "./auth-inputs.ts";
import { type AuthInputs, type Config, fromWire, patch, secretHashes } from "./auth-wire.ts";
import { found, gone, path, type Supabase, understood } from "./client.ts";

const Live = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]).catch(null));

export const AuthSettings = resource<Supabase>()({
  token: "supabase:index/authSettings:AuthSettings",
  description:
    "Settings of a project's Auth. There is one set a project, and it is declared whole: what a program leaves out is held at the vendor's default. Deleting brings the vendor's defaults back.",
  calls: ["GET /v1/projects/{ref}/config/auth", "PATCH /v1/projects/{ref}/config/auth"],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef"],
  // These hold a write-only value each.
  secrets: ["smtp", "sms", "security", "external", "hooks"],
  changing: ["secretHashes"],
  importId: "<project ref>",
  parseId: (id) => ({ projectRef: id }),

  async create({ client }, inputs) {
    const outputs = await write(client, inputs, { inputs: {}, hashes: {} });
    return { id: inputs.projectRef, outputs };
  },

  async read({ client }, id, known) {
    const live = found(Live, await client.http.shared(path(id, "/config/auth"), { accept: gone }));
    if (live === undefined) return undefined;
    return {
      inputs: { ...fromWire(live, known, known.secretHashes ?? {}), projectRef: id },
      outputs: outputsOf(id, live),
    };
  },

  update: ({ client }, id, inputs, old) =>
    write(client, { ...inputs, projectRef: id }, { inputs: old, hashes: old.secretHashes ?? {} }),

  async delete({ client }, id, known) {
    const live = found(Live, await client.http.send("GET", path(id, "/config/auth"), { accept: gone }));
    // A project that is gone has no settings either.
    if (live === undefined) return;
    const old = { inputs: known, hashes: known.secretHashes ?? {} };
    const body = patch(vendorDefaults(id), live, old);
    if (Object.keys(body).length > 0) {
      await client.http.send("PATCH", path(id, "/config/auth"), { body, accept: gone });
    }
  },
});

/** Writes what differs from the live settings; nothing is written when nothing differs. */
async function write(
  { http }: Supabase,
  inputs: AuthInputs,
  old: { inputs: Partial<AuthInputs>; hashes: Readonly<Record<string, string>> },
): Promise<z.output<typeof Outputs>> {
  const at = path(inputs.projectRef, "/config/auth");
  const live = understood(Live, (await http.send("GET", at)).body);
  const body = patch(inputs, live, old);
  if (Object.keys(body).length === 0) return outputsOf(inputs.projectRef, live);
  return outputsOf(inputs.projectRef, understood(Live, (await http.send("PATCH", at, { body })).body));
}

const outputsOf = (ref: string, live: Config): z.output<typeof Outputs> => ({
  callbackUrl: `https://${ref}.supabase.co/auth/v1/callback`,
  secretHashes: secretHashes(live),
});
