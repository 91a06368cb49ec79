import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, found, gone, path, type Supabase, understood } from "./client.ts";
import { splitId } from "./ids.ts";
import { leftToVendor, projectRef } from "./settings.ts";

const Inputs = z.object({
  projectRef,
  name: z
    .string()
    .min(4)
    .max(64)
    .regex(/^[a-z_][a-z0-9_]+$/, "must be lower-case letters, digits and _, and not begin with a digit")
    .describe("Its name, 4 to 64 characters; one key of a type has it."),
  type: z
    .enum(["publishable", "secret"])
    .default("secret")
    .describe("`secret` passes row level security and is for servers; `publishable` is for browsers."),
  description: z.string().min(1).optional().describe("What it is for."),
  secretJwtTemplate: z
    .strictObject({ role: z.string().min(1).describe("Database role, e.g. `service_role`.") })
    .optional()
    .describe("As whom a secret key acts; unset leaves it to the vendor, who takes `service_role`."),
});

const Outputs = z.object({
  apiKey: z.string().describe("The key itself."),
});

const Answer = z.object({
  id: z.string().nullish(),
  name: z.string(),
  type: z.string().nullish(),
  api_key: z.string().nullish(),
  description: z.string().nullish(),
  secret_jwt_template: z.object({ role: z.string() }).nullish().catch(null),
});

const keysPath = (ref: string, id = "") => path(ref, `/api-keys${id === "" ? "" : `/${encodeURIComponent(id)}`}`);
const reveal = { reveal: true };

export const Apikey = resource<Supabase>()({
  token: "supabase:index/apikey:Apikey",
  description:
    "A further API key of a project (`sb_publishable_…` or `sb_secret_…`), for one server or one purpose, so that it can be withdrawn alone. The project's own keys called `default` are its outputs.",
  calls: [
    "GET /v1/projects/{ref}/api-keys",
    "POST /v1/projects/{ref}/api-keys",
    "PATCH /v1/projects/{ref}/api-keys/{id}",
    "DELETE /v1/projects/{ref}/api-keys/{id}",
  ],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef", "type"],
  secrets: ["apiKey"],
  importId: "<project ref>/<key's UUID>",
  parseId: (id) => {
    const at = splitId(id);
    return at && { projectRef: at.projectRef };
  },

  async check(_call, inputs, { secretJwtTemplate }) {
    return { inputs: leftToVendor(inputs, defined({ secretJwtTemplate })) };
  },

  async find({ client }, inputs) {
    const same = (await keysOf(client, inputs.projectRef))?.find(
      ({ type, name }) => type === inputs.type && name === inputs.name,
    );
    return same?.id ? `${inputs.projectRef}/${same.id}` : undefined;
  },

  async create({ client, created }, inputs) {
    const body = { type: inputs.type, ...toBody(inputs) };
    const answer = await client.http.send("POST", keysPath(inputs.projectRef), { query: reveal, body });
    const { id, api_key } = understood(Answer.extend({ id: z.string() }), answer.body);
    created(`${inputs.projectRef}/${id}`);
    return { id: `${inputs.projectRef}/${id}`, outputs: understood(Outputs, { apiKey: api_key }) };
  },

  async read({ client }, id, known) {
    const at = splitId(id);
    const live = at && (await keysOf(client, at.projectRef))?.find((key) => key.id === at.id);
    if (at === undefined || live === undefined) return undefined;
    const template = known.name === undefined || known.secretJwtTemplate !== undefined;
    return {
      inputs: defined({
        projectRef: at.projectRef,
        name: live.name,
        type: Inputs.shape.type.safeParse(live.type).data,
        description: live.description || undefined,
        secretJwtTemplate: template ? (live.secret_jwt_template ?? undefined) : undefined,
      }),
      outputs: understood(Outputs, { apiKey: live.api_key }),
    };
  },

  async update({ client }, id, inputs) {
    const at = splitId(id);
    const body = toBody(inputs);
    const answer = await client.http.send("PATCH", keysPath(inputs.projectRef, at?.id), { query: reveal, body });
    return understood(Outputs, { apiKey: understood(Answer, answer.body).api_key });
  },

  async delete({ client }, id) {
    const at = splitId(id);
    if (at !== undefined) await client.http.send("DELETE", keysPath(at.projectRef, at.id), { accept: gone });
  },
});

const toBody = ({ name, description, secretJwtTemplate }: z.output<typeof Inputs>) => ({
  name,
  description: description ?? null,
  secret_jwt_template: secretJwtTemplate,
});

/** One list of a project's keys serves all of them, and the project. */
async function keysOf({ http }: Supabase, ref: string) {
  return found(z.array(Answer), await http.shared(keysPath(ref), { query: reveal, accept: gone }));
}
