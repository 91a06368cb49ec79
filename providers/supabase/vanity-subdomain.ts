import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { found, gone, path, type Supabase, understood } from "./client.ts";
import { projectRef } from "./settings.ts";

const at = "/vanity-subdomain";
const domain = ".supabase.co";

export const VanitySubdomain = resource<Supabase>()({
  token: "supabase:index/vanitySubdomain:VanitySubdomain",
  description:
    "A readable name for a project's APIs under the vendor's own domain (paid plans); a project has it or a CustomHostname.",
  calls: [
    "GET /v1/projects/{ref}/vanity-subdomain",
    "POST /v1/projects/{ref}/vanity-subdomain/activate",
    "DELETE /v1/projects/{ref}/vanity-subdomain",
  ],
  inputs: z.object({
    projectRef,
    vanitySubdomain: z
      .string()
      .max(63)
      .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "must be lower-case letters, digits and - and not begin or end with -")
      .describe("The name, at most 63 characters, as in https://<name>.supabase.co. Another one makes it anew."),
  }),
  outputs: z.object({ url: z.string().describe("Where the project's APIs are besides: https://<name>.supabase.co") }),
  // A project has one.
  deleteBeforeReplace: true,
  importId: "<project ref>",
  parseId: (id) => (id.includes("/") ? undefined : { projectRef: id }),

  find: async ({ client }, { projectRef }) => (await readName(client, projectRef)) && projectRef,

  async create({ client }, { projectRef, vanitySubdomain }) {
    const body = { vanity_subdomain: vanitySubdomain };
    const answer = await client.http.send("POST", path(projectRef, `${at}/activate`), { body });
    const { custom_domain } = understood(z.object({ custom_domain: z.string() }), answer.body);
    return { id: projectRef, outputs: { url: `https://${custom_domain}` } };
  },

  async read({ client }, id) {
    const name = await readName(client, id);
    if (name === undefined) return undefined;
    return { inputs: { projectRef: id, vanitySubdomain: name }, outputs: { url: `https://${name}${domain}` } };
  },

  async delete({ client }, id) {
    await client.http.send("DELETE", path(id, at), { accept: gone });
  },
});

async function readName({ http }: Supabase, ref: string): Promise<string | undefined> {
  const Answer = z.object({ status: z.string(), custom_domain: z.string().optional() });
  const live = found(Answer, await http.shared(path(ref, at), { accept: gone }));
  return live?.status === "active" ? live.custom_domain?.replace(domain, "") : undefined;
}
