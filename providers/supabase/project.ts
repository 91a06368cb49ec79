import { VendorError } from "@groundplan/kit/errors.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, gone, path, type Supabase, understood } from "./client.ts";
import { instanceSizes, regions } from "./project-catalogue.ts";
import { readLegacyKeys, resize, setLegacyKeys, toldSize } from "./project-changes.ts";
import {
  belongsTo,
  ensureKeys,
  healthy,
  listProjects,
  type ProjectAnswer,
  readInstanceSize,
  readKeys,
  readPooler,
  readProject,
} from "./project-facts.ts";

const Inputs = z.object({
  organizationId: z.string().min(1).describe("The organisation's slug, as in the dashboard's address."),
  name: z
    .string()
    .min(1)
    .max(256)
    .describe("The project's name, at most 256 characters; the vendor lets it occur twice."),
  databasePassword: z
    .string()
    .min(4)
    .describe("Password of the role `postgres`. Write-only: the vendor never tells it."),
  region: z.enum(regions).describe("Where the project runs, e.g. `eu-central-1`. Cannot change."),
  instanceSize: z
    .enum(instanceSizes)
    .optional()
    .describe("Compute size; unset is the plan's smallest (`nano` on free, `micro` on paid plans)."),
  legacyApiKeysEnabled: z
    .boolean()
    .optional()
    .describe("Whether the JWT keys `anon` and `service_role` work; unset leaves it as the vendor made it."),
});

const Outputs = z.object({
  ref: z.string().describe("The project's reference, 20 lower-case letters."),
  url: z.string().describe("Where its APIs are: https://<ref>.supabase.co"),
  publishableKey: z.string().optional().describe("`sb_publishable_…`, may be public."),
  secretKey: z.string().optional().describe("`sb_secret_…`, passes row level security: for servers only."),
  anonKey: z.string().optional().describe("Legacy JWT key for browsers, while legacy keys exist."),
  serviceRoleKey: z.string().optional().describe("Legacy JWT key for servers, while legacy keys exist."),
  databaseHost: z.string().describe("Direct host db.<ref>.supabase.co; IPv6 only without the IPv4 add-on."),
  poolerHost: z.string().optional().describe("Host of the shared pooler, reachable over IPv4."),
  poolerPort: z.number().int().optional().describe("Port of the shared pooler in its `poolerMode`."),
  poolerUser: z.string().optional().describe("User for the shared pooler, `postgres.<ref>`."),
  poolerDatabase: z.string().optional().describe("Database name for the shared pooler."),
  poolerMode: z.string().optional().describe("`transaction` or `session`."),
});

export const Project = resource<Supabase>()({
  token: "supabase:index/project:Project",
  description: "A Supabase project: a Postgres database with Auth, Storage, Realtime, Edge Functions and a Data API.",
  calls: [
    "GET /v1/projects",
    "POST /v1/projects",
    "GET /v1/projects/{ref}",
    "PATCH /v1/projects/{ref}",
    "DELETE /v1/projects/{ref}",
    "GET /v1/projects/{ref}/health",
    "PATCH /v1/projects/{ref}/database/password",
    "GET /v1/projects/{ref}/config/database/pooler",
    "GET /v1/projects/{ref}/billing/addons",
    "PATCH /v1/projects/{ref}/billing/addons",
    "DELETE /v1/projects/{ref}/billing/addons/{addon_variant}",
    "GET /v1/projects/{ref}/api-keys",
    "POST /v1/projects/{ref}/api-keys",
    "GET /v1/projects/{ref}/api-keys/legacy",
    "PUT /v1/projects/{ref}/api-keys/legacy",
  ],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["organizationId", "region"],
  secrets: ["databasePassword", "secretKey", "serviceRoleKey"],
  writeOnly: ["databasePassword"],
  changing: ["poolerPort", "poolerMode", "anonKey", "serviceRoleKey"],
  importId: "<project ref>",
  parseId: (id) => (/^[a-z]{20}$/.test(id) ? {} : undefined),

  // What a program leaves to the vendor is no difference to what an import found there.
  async check(_call, inputs, { legacyApiKeysEnabled }) {
    return { inputs: inputs.legacyApiKeysEnabled === undefined ? defined({ legacyApiKeysEnabled }) : {} };
  },

  async find({ client }, { organizationId, name }) {
    const same = (await listProjects(client)).filter((it) => it.name === name && belongsTo(it, organizationId));
    if (same.length <= 1) return same[0]?.ref;
    throw new VendorError(
      `Organisation ${organizationId} has ${same.length} projects named "${name}" (${same.map(({ ref }) => ref).join(", ")}), so none can be told apart by name.`,
      { fix: "rename or delete all but one at https://supabase.com/dashboard, or declare another name" },
    );
  },

  async create({ client, signal, created }, inputs) {
    const answer = await client.http.send("POST", "/v1/projects", {
      body: {
        name: inputs.name,
        organization_slug: inputs.organizationId,
        db_pass: inputs.databasePassword,
        region_selection: { type: "specific", code: inputs.region },
        desired_instance_size: inputs.instanceSize,
      },
    });
    const { ref } = understood(z.object({ ref: z.string() }), answer.body);
    created(ref);
    const project = await healthy(client, signal, ref);
    await setLegacyKeys(client, ref, inputs.legacyApiKeysEnabled);
    return { id: ref, outputs: await finished(client, project) };
  },

  async read({ client }, id, known) {
    const project = await readProject(client, id);
    if (project === undefined) return undefined;
    // Until it is healthy, and while it is paused, its configuration cannot be asked: then what was known stays.
    const ready = project.status === "ACTIVE_HEALTHY";
    const size = ready ? toldSize(await readInstanceSize(client, id), known.instanceSize) : known.instanceSize;
    // What was left to the vendor stays its own; an import tells it, for whoever declares it.
    const asked = ready && (known.legacyApiKeysEnabled !== undefined || known.name === undefined);
    const legacy = asked ? await readLegacyKeys(client, id) : undefined;
    return {
      inputs: defined({
        organizationId: toldOrganization(project, known.organizationId),
        name: project.name,
        region: Inputs.shape.region.safeParse(project.region).data,
        instanceSize: Inputs.shape.instanceSize.safeParse(size).data,
        legacyApiKeysEnabled: legacy ?? known.legacyApiKeysEnabled,
      }),
      outputs: ready
        ? await outputsOf(client, project)
        : { ...Outputs.partial().parse(known), ...fixedOutputs(project) },
    };
  },

  async update({ client, signal }, id, inputs, old) {
    if (inputs.name !== old.name) await client.http.send("PATCH", path(id), { body: { name: inputs.name } });
    let project = await healthy(client, signal, id);
    if (inputs.databasePassword !== old.databasePassword) {
      await client.http.send("PATCH", path(id, "/database/password"), { body: { password: inputs.databasePassword } });
    }
    if (await resize(client, id, inputs.instanceSize, old.instanceSize)) project = await healthy(client, signal, id);
    await setLegacyKeys(client, id, inputs.legacyApiKeysEnabled);
    return finished(client, project);
  },

  async delete({ client }, id) {
    await client.http.send("DELETE", path(id), { accept: gone });
  },
});

/** All outputs of a project that stands, its keys made where they are missing. */
async function finished(client: Supabase, project: ProjectAnswer): Promise<z.output<typeof Outputs>> {
  await ensureKeys(client, project.ref);
  return outputsOf(client, project);
}

async function outputsOf(client: Supabase, project: ProjectAnswer): Promise<z.output<typeof Outputs>> {
  const [keys, pooler] = await Promise.all([readKeys(client, project.ref), readPooler(client, project.ref)]);
  return { ...defined(keys ?? {}), ...pooler, ...fixedOutputs(project) };
}

const fixedOutputs = ({ ref, database }: ProjectAnswer) => ({
  ref,
  url: `https://${ref}.supabase.co`,
  databaseHost: database?.host ?? `db.${ref}.supabase.co`,
});

/** An organisation has an id and a slug: whichever of them was declared is told. */
const toldOrganization = (project: ProjectAnswer, declared: string | undefined): string | undefined =>
  declared !== undefined && belongsTo(project, declared)
    ? declared
    : (project.organization_slug ?? project.organization_id);
