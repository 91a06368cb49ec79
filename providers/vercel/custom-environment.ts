import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";
import { look, remove, tell } from "./ask.ts";
import { bare, splitId, type Vercel } from "./client.ts";

const inputs = z.strictObject({
  projectId,
  teamId,
  name: z
    .string()
    .max(32)
    .regex(
      /^(?!(production|preview|development)$)[a-z0-9-]+$/,
      "must be lower case letters, digits and `-`, not a name of Vercel's own",
    )
    .describe("Its slug, e.g. `staging`; up to 32 characters."),
  description: z.string().max(256).default("").describe("Up to 256 characters."),
  branchTracking: z
    .strictObject({
      type: z.enum(["equals", "startsWith", "endsWith"]).describe("How a branch is compared."),
      pattern: z.string().min(1).max(100).describe("The branch, or its beginning or end."),
    })
    .optional()
    .describe("Branches that deploy into it. Left out: none, it is deployed to by command."),
});
type Inputs = z.output<typeof inputs>;

const outputs = z.object({
  environmentId: z.string().describe("`env_…`: what variables and domains name in `customEnvironmentIds`."),
});

/** Vercel REST: what is empty is left out. */
const answer = z.object({
  id: z.string(),
  slug: z.string(),
  description: z.string().nullish(),
  branchMatcher: z.object({ type: z.enum(["equals", "startsWith", "endsWith"]), pattern: z.string() }).nullish(),
});

export const customEnvironment = resource<Vercel>()({
  token: "vercel:index/customEnvironment:CustomEnvironment",
  description: "An environment of a project beside production, preview and development.",
  calls: [
    "GET /v9/projects/{idOrName}/custom-environments",
    "POST /v9/projects/{idOrName}/custom-environments",
    "PATCH /v9/projects/{idOrName}/custom-environments/{environmentSlugOrId}",
    "DELETE /v9/projects/{idOrName}/custom-environments/{environmentSlugOrId}",
  ],
  inputs,
  outputs,
  replaceOn: ["projectId", "teamId"],
  importId: "<project id>/<name>, or <team id>/<project id>/<name>",

  parseId(id) {
    const parts = splitId(id, ["projectId", "name"]);
    return parts && { ...parts };
  },

  async find(call, wanted) {
    const found = (await listed(call, wanted))?.find(({ slug }) => slug === wanted.name);
    return found && `${wanted.projectId}/${found.id}`;
  },

  async create(call, wanted) {
    const { name: slug, description, branchTracking: branchMatcher } = wanted;
    const made = await tell(call, `POST ${pathOf(wanted)}`, wanted, { slug, description, branchMatcher }, answer);
    return { id: `${wanted.projectId}/${made.id}`, outputs: { environmentId: made.id } };
  },

  async read(call, id, known) {
    const of = { projectId: known.projectId ?? id.slice(0, id.lastIndexOf("/")), teamId: known.teamId };
    // An imported one may be known by its name, which can change.
    const wanted = known.environmentId ?? bare(id);
    const found = (await listed(call, of))?.find((one) => one.id === wanted || one.slug === wanted);
    if (found === undefined) return undefined;
    const { slug: name, description, branchMatcher } = found;
    return {
      inputs: { ...of, name, description: description ?? "", branchTracking: branchMatcher ?? undefined },
      outputs: { environmentId: found.id },
    };
  },

  async update(call, id, wanted, old) {
    const { name: slug, description, branchTracking: branchMatcher = null } = wanted;
    const path = `${pathOf(wanted)}/${old.environmentId ?? bare(id)}` as const;
    const changed = await tell(call, `PATCH ${path}`, wanted, { slug, description, branchMatcher }, answer);
    return { environmentId: changed.id };
  },

  // Variables that nobody else sees go with it; without this they would stay, invisible and in the way.
  delete: (call, id, known) =>
    remove(
      call,
      `${pathOf({ projectId: known.projectId ?? id.slice(0, id.lastIndexOf("/")) })}/${known.environmentId ?? bare(id)}`,
      known,
      { deleteUnassignedEnvironmentVariables: true },
    ),
});

type Of = Pick<Inputs, "projectId"> & { readonly teamId?: string | undefined };

const pathOf = ({ projectId: project }: Pick<Inputs, "projectId">) =>
  `/v9/projects/${bare(project)}/custom-environments` as const;

async function listed(call: Reading<Vercel>, of: Of): Promise<readonly z.output<typeof answer>[] | undefined> {
  const found = await look(call, pathOf(of), of, z.object({ environments: z.array(answer) }));
  return found?.environments;
}
