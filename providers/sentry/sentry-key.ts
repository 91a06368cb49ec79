import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";

const inputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  project: z.string().describe("Slug of the project."),
  name: z.string().min(1).max(64).describe("Name of the key, up to 64 characters; unique in the project."),
  rateLimitWindow: z.int().min(1).max(86_400).optional().describe("Seconds, up to a day; only with `rateLimitCount`."),
  rateLimitCount: z.int().min(1).optional().describe("Events in a window. Left out, with the window: no limit."),
  isActive: z.boolean().default(true).describe("Whether events sent with the key are taken."),
});

const outputs = z.object({
  dsnPublic: z.string().describe("The DSN that an app sends its events to. Public."),
  dsnSecret: z.string().describe("The DSN of old SDKs, with the secret."),
  dsnCsp: z.string().describe("Where browsers report breaches of the content security policy."),
  public: z.string().describe("The public part of the key."),
  secret: z.string().describe("The secret part of the key."),
  projectId: z.string().describe("The project's number, as text."),
});

type Inputs = z.output<typeof inputs>;

/** Sentry API: one entry of `GET projects/{org}/{project}/keys/`. */
const keyAnswer = z.object({
  id: z.string(),
  name: z.string().nullish(),
  public: z.string().nullish(),
  secret: z.string().nullish(),
  projectId: z.union([z.string(), z.number()]).transform(String),
  isActive: z.boolean().nullish(),
  rateLimit: z.object({ window: z.number(), count: z.number() }).nullish(),
  dsn: z.object({ public: z.string(), secret: z.string().nullish(), csp: z.string().nullish() }),
});
type KeyAnswer = z.output<typeof keyAnswer>;

export const sentryKey = resource<Sentry>()({
  token: "sentry:index/sentryKey:SentryKey",
  description: "A client key (DSN) of a Sentry project. Its name is how it is found again: one name, one key.",
  calls: [
    "GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
    "POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
    "PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/",
    "DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/",
  ],
  inputs,
  outputs,
  replaceOn: ["organization", "project"],
  secrets: ["secret", "dsnSecret"],
  importId: "<organization slug>/<project slug>/<key id>",

  parseId(id) {
    const [organization, project, key, ...more] = id.split("/");
    return organization && project && key && more.length === 0 ? { organization, project } : undefined;
  },

  check: async (_, { rateLimitWindow, rateLimitCount }) => {
    if ((rateLimitWindow === undefined) === (rateLimitCount === undefined)) return {};
    const property = rateLimitWindow === undefined ? "rateLimitWindow" : "rateLimitCount";
    return { issues: [{ property, reason: "belongs to a rate limit: set window and count, or neither" }] };
  },

  async find(call, wanted) {
    const { organization, project, name } = wanted;
    const [found, another] = (await list(call, wanted))?.filter((key) => key.name === name) ?? [];
    if (another !== undefined) {
      throw new VendorError(`The project ${project} has several keys named ${name}, so none of them is meant.`, {
        fix: "rename or delete all but one at Sentry (Project Settings, Client Keys), or choose another name",
      });
    }
    return found && `${organization}/${project}/${found.id}`;
  },

  async create(call, wanted) {
    const { organization, project, name, isActive } = wanted;
    const path = keys(wanted);
    const { body } = await call.client.http.send("POST", path, { body: { name, rateLimit: limitOf(wanted) } });
    const made = understood(keyAnswer, body, `POST ${path}`);
    const id = `${organization}/${project}/${made.id}`;
    call.created(id);
    // Sentry API: a key is always made active.
    return { id, outputs: isActive ? outputsOf(made) : await put(call, made.id, wanted) };
  },

  async read(call, id, known) {
    const [organization = "", project = "", key] = id.split("/");
    const keys = await list(call, { organization, project: known.projectId ?? project });
    const found = keys?.find((one) => one.id === key);
    return found && { inputs: { organization, project, ...told(found) }, outputs: outputsOf(found) };
  },

  update: (call, id, wanted, old) => put(call, id.split("/").at(-1) ?? "", wanted, old.projectId),

  async delete({ client }, id, known) {
    const [organization = "", project = "", key] = id.split("/");
    const path = `${keys({ organization, project: known.projectId ?? project })}${key}/`;
    await client.http.send("DELETE", path, { accept: [404] });
  },
});

type Place = Pick<Inputs, "organization" | "project">;

/** Sentry API: a project by its slug or, where that is known, by its number: the slug may have changed since. */
const keys = ({ organization, project }: Place) => `/projects/${organization}/${project}/keys/`;

const list = ({ client }: Reading<Sentry>, place: Place) => sharedList(client.http, keys(place), keyAnswer);

/** Sentry API: window and count together, or null. */
const limitOf = ({ rateLimitWindow: window, rateLimitCount: count }: Inputs) =>
  window === undefined || count === undefined ? null : { window, count };

const told = ({ name, rateLimit, isActive }: KeyAnswer) => ({
  name: name ?? "",
  rateLimitWindow: rateLimit?.window,
  rateLimitCount: rateLimit?.count,
  isActive: isActive ?? true,
});

async function put({ client }: Reading<Sentry>, id: string, wanted: Inputs, projectId?: string) {
  const path = `${keys({ ...wanted, project: projectId ?? wanted.project })}${id}/`;
  const { name, isActive } = wanted;
  const { body } = await client.http.send("PUT", path, { body: { name, isActive, rateLimit: limitOf(wanted) } });
  return outputsOf(understood(keyAnswer, body, `PUT ${path}`));
}

const outputsOf = ({ dsn, projectId, ...key }: KeyAnswer) => ({
  dsnPublic: dsn.public,
  dsnSecret: dsn.secret ?? "",
  dsnCsp: dsn.csp ?? "",
  public: key.public ?? "",
  secret: key.secret ?? "",
  projectId,
});
