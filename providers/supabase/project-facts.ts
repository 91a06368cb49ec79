import { VendorError } from "@groundplan/kit/errors.ts";
import { z } from "zod";
import { found, gone, path, type Supabase, understood } from "./client.ts";
import { waitFor } from "./wait.ts";

const Project = z.object({
  ref: z.string(),
  organization_id: z.string().optional(),
  organization_slug: z.string().optional(),
  name: z.string(),
  region: z.string(),
  status: z.string(),
  database: z.object({ host: z.string() }).optional(),
});
export type ProjectAnswer = z.output<typeof Project>;

const Keys = z.array(z.object({ name: z.string(), type: z.string().nullish(), api_key: z.string().nullish() }));

const Poolers = z.array(
  z.object({
    database_type: z.string(),
    db_user: z.string(),
    db_host: z.string(),
    db_port: z.number(),
    db_name: z.string(),
    pool_mode: z.string(),
  }),
);

const Addons = z.object({
  selected_addons: z.array(z.object({ type: z.string(), variant: z.object({ id: z.string() }) })),
});

/** Statuses out of which a project does not come by itself. */
const ended = ["INIT_FAILED", "PAUSE_FAILED", "RESTORE_FAILED", "INACTIVE", "GOING_DOWN", "REMOVED"];
const going = ["GOING_DOWN", "REMOVED"];

/** A new project takes 1 to 5 minutes, a resize about two; 20 minutes is where hope ends. */
const healthyWithin = 20 * 60_000;

/** The project, or undefined when it is gone or going. */
export async function readProject({ http }: Supabase, ref: string): Promise<ProjectAnswer | undefined> {
  const project = found(Project, await http.shared(path(ref), { accept: gone }));
  return project === undefined || going.includes(project.status) ? undefined : project;
}

/** Every project that the token sees and that is not going. */
export async function listProjects({ http }: Supabase): Promise<ProjectAnswer[]> {
  const projects = understood(z.array(Project), (await http.send("GET", "/v1/projects")).body);
  return projects.filter(({ status }) => !going.includes(status));
}

/** Whether an organisation's id or slug (older ones have both) names this project's organisation. */
export const belongsTo = (project: ProjectAnswer, organization: string): boolean =>
  [project.organization_slug, project.organization_id].includes(organization);

/** Waits until the project and the services that its settings need are healthy. */
export async function healthy({ http }: Supabase, signal: AbortSignal, ref: string): Promise<ProjectAnswer> {
  const what = `Supabase project ${ref} to be healthy`;
  return waitFor({ signal, what, within: healthyWithin }, async () => {
    const { body } = await http.send("GET", path(ref));
    const project = understood(Project, body);
    if (ended.includes(project.status)) {
      throw new VendorError(`Supabase project ${ref} is ${project.status}, so it will not get healthy by itself.`, {
        fix: `look at https://supabase.com/dashboard/project/${ref}; restore it or delete it there, then run again`,
      });
    }
    if (project.status !== "ACTIVE_HEALTHY") return undefined;
    return (await servicesAreUp(http, ref)) ? project : undefined;
  });
}

// `rest` stays unhealthy for good while the Data API is off, so it is not asked.
const services = ["auth", "db", "pooler"];

/** While a project starts, the health call itself may fail; that is "not yet". */
async function servicesAreUp(http: Supabase["http"], ref: string): Promise<boolean> {
  const answer = await http.send("GET", path(ref, "/health"), { query: { services }, accept: [400, 404, 406] });
  const states = z.array(z.object({ status: z.string() })).safeParse(answer.body);
  return answer.status === 200 && states.success && states.data.every(({ status }) => status === "ACTIVE_HEALTHY");
}

export interface PoolerFacts {
  readonly poolerHost: string;
  readonly poolerPort: number;
  readonly poolerUser: string;
  readonly poolerDatabase: string;
  /** `session` or `transaction`. */
  readonly poolerMode: string;
}

/** How the primary database is reached through the shared pooler; undefined when the project is gone or paused. */
export async function readPooler({ http }: Supabase, ref: string): Promise<PoolerFacts | undefined> {
  const poolers = found(Poolers, await http.shared(path(ref, "/config/database/pooler"), { accept: gone }));
  const primary = poolers?.find(({ database_type }) => database_type === "PRIMARY");
  if (primary === undefined) return undefined;
  return {
    poolerHost: primary.db_host,
    poolerPort: primary.db_port,
    poolerUser: primary.db_user,
    poolerDatabase: primary.db_name,
    poolerMode: primary.pool_mode,
  };
}

export interface KeyFacts {
  readonly publishableKey?: string | undefined;
  readonly secretKey?: string | undefined;
  readonly anonKey?: string | undefined;
  readonly serviceRoleKey?: string | undefined;
}

/** The project's keys in full; the one named `default` wins where there are several of a kind. */
export async function readKeys({ http }: Supabase, ref: string): Promise<KeyFacts | undefined> {
  const keys = found(Keys, await http.shared(path(ref, "/api-keys"), { query: { reveal: true }, accept: gone }));
  if (keys === undefined) return undefined;
  const ofType = (type: string) => {
    const all = keys.filter((key) => key.type === type);
    return (all.find(({ name }) => name === "default") ?? all[0])?.api_key ?? undefined;
  };
  const legacy = (name: string) => {
    const key = keys.find((key) => key.name === name && key.type !== "publishable" && key.type !== "secret");
    return key?.api_key ?? undefined;
  };
  return {
    publishableKey: ofType("publishable"),
    secretKey: ofType("secret"),
    anonKey: legacy("anon"),
    serviceRoleKey: legacy("service_role"),
  };
}

/** Makes the `default` key of a kind where a project has none of that kind (older projects). */
export async function ensureKeys(client: Supabase, ref: string): Promise<void> {
  const keys = await readKeys(client, ref);
  const missing = [
    ...(keys?.publishableKey === undefined ? ["publishable"] : []),
    ...(keys?.secretKey === undefined ? ["secret"] : []),
  ];
  // One after the other: Supabase wants the publishable key before the secret one.
  for (const type of missing) {
    await client.http.send("POST", path(ref, "/api-keys"), {
      query: { reveal: true },
      body: { type, name: "default" },
    });
  }
}

/** The compute add-on's size such as `small`; undefined when none is selected, which is the plan's smallest. */
export async function readInstanceSize({ http }: Supabase, ref: string): Promise<string | undefined> {
  const addons = found(Addons, await http.shared(path(ref, "/billing/addons"), { accept: gone }));
  const compute = addons?.selected_addons.find(({ type }) => type === "compute_instance");
  return compute?.variant.id.replace(/^ci_/, "");
}
