import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { gone, type Supabase, understood } from "./client.ts";
import { Answer, hostnamePath, Outputs, outputsOf, readHostname } from "./hostname-facts.ts";
import { projectRef } from "./settings.ts";

export const customHostname = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.){2,}[a-z]{2,}$/, "must be a subdomain in lower case, e.g. api.example.com")
  .describe("The name, a subdomain such as `api.example.com`.");

export const CustomHostname = resource<Supabase>()({
  token: "supabase:index/customHostname:CustomHostname",
  description:
    "A host name of one's own for a project's APIs; a project has one, and needs the add-on `custom_domain`. Its outputs are the DNS records that must stand before CustomHostnameActivation puts it in force.",
  calls: [
    "GET /v1/projects/{ref}/custom-hostname",
    "POST /v1/projects/{ref}/custom-hostname/initialize",
    "DELETE /v1/projects/{ref}/custom-hostname",
  ],
  inputs: z.object({ projectRef, customHostname }),
  outputs: Outputs,
  replaceOn: ["projectRef"],
  changing: ["status", "hostnameId", "hostnameStatus", "customOriginServer", "ownershipVerification", "ssl"],
  importId: "<project ref>",
  parseId: (id) => (id.includes("/") ? undefined : { projectRef: id }),

  find: async ({ client }, { projectRef }) => (await readHostname(client, projectRef)) && projectRef,

  async create({ client }, inputs) {
    return { id: inputs.projectRef, outputs: await initialize(client, inputs) };
  },

  async read({ client }, id, known) {
    const live = await readHostname(client, id);
    if (live === undefined) return undefined;
    const same = live.custom_hostname === known.customHostname;
    return {
      inputs: { projectRef: id, customHostname: live.custom_hostname },
      outputs: outputsOf(live, same ? known : {}),
    };
  },

  // The vendor begins anew with another name.
  update: ({ client }, _id, inputs) => initialize(client, inputs),

  async delete({ client }, id) {
    await client.http.send("DELETE", hostnamePath(id), { accept: gone });
  },
});

async function initialize({ http }: Supabase, wish: { projectRef: string; customHostname: string }) {
  const body = { custom_hostname: wish.customHostname };
  return outputsOf(
    understood(Answer, (await http.send("POST", hostnamePath(wish.projectRef, "/initialize"), { body })).body),
  );
}
