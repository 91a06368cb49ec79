import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, understood } from "./client.ts";
import { asInputs } from "./order.ts";
import { place, projectPath, readPart, splitId } from "./project-part.ts";

const modes = ["Auto Assign to Issue Owner", "Auto Assign to Suspect Commits", "Turn off Auto-Assignment"] as const;

const inputs = z.strictObject({
  ...place,
  raw: z
    .string()
    .max(100_000)
    // Sentry trims it.
    .transform((rules) => rules.trim())
    .describe("`path:src/* #team`, a rule a line; owners are `#team-slug` or mail addresses of members."),
  fallthrough: z.boolean().default(true).describe("Whether everybody is told of an issue that no rule fits."),
  autoAssignment: z.enum(modes).default(modes[0]).describe("Whom an issue is assigned to."),
  codeownersAutoSync: z.boolean().default(true).describe("Whether rules from a CODEOWNERS file follow its changes."),
});

/** Sentry API: `GET projects/{org}/{project}/ownership/`; all null until somebody has set it. */
const ownershipAnswer = z.object({
  raw: z.string().nullish(),
  fallthrough: z.boolean().nullish(),
  autoAssignment: z.string().nullish(),
  codeownersAutoSync: z.boolean().nullish(),
});

export const sentryProjectOwnership = resource<Sentry>()({
  token: "sentry:index/sentryProjectOwnership:SentryProjectOwnership",
  description: "Who owns which issues of a Sentry project. Every project has one: deleting it here empties it.",
  calls: [
    "GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/ownership/",
    "PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/ownership/",
  ],
  inputs,
  outputs: z.object({}),
  replaceOn: ["organization", "project"],
  importId: "<organization slug>/<project slug>",

  parseId: (id) => splitId(id, ["organization", "project"]) && {},

  async create({ client }, wanted) {
    await put(client, wanted);
    return { id: `${wanted.organization}/${wanted.project}`, outputs: {} };
  },

  async read(call, id) {
    const at = splitId(id, ["organization", "project"]);
    const found = at && (await readPart(call, `${projectPath(at)}ownership/`, ownershipAnswer));
    if (at === undefined || found === undefined) return undefined;
    const { raw, fallthrough, autoAssignment, codeownersAutoSync } = found;
    const told = asInputs(inputs, {
      ...at,
      raw: raw ?? "",
      fallthrough: fallthrough ?? undefined,
      autoAssignment: autoAssignment ?? undefined,
      codeownersAutoSync: codeownersAutoSync ?? undefined,
    });
    return { inputs: told, outputs: {} };
  },

  async update({ client }, _id, wanted) {
    await put(client, wanted);
    return {};
  },

  async delete({ client }, id) {
    const at = splitId(id, ["organization", "project"]);
    if (at !== undefined) await put(client, inputs.parse({ ...at, raw: "" }), [404, 302]);
  },
});

/** Sentry API: answers 202; there is no DELETE. */
async function put({ http }: Sentry, { organization, project, ...body }: z.output<typeof inputs>, accept?: number[]) {
  const path = `${projectPath({ organization, project })}ownership/`;
  const answer = await http.send("PUT", path, { body, ...(accept ? { accept } : {}) });
  if (answer.status < 300) understood(ownershipAnswer, answer.body, `PUT ${path}`);
}
