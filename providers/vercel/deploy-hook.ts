import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";
import { partOf, remove, tell } from "./ask.ts";
import { bare, splitId, type Vercel } from "./client.ts";

const inputs = z.strictObject({
  projectId,
  teamId,
  name: z.string().min(1).describe("What it is for. Name and branch together tell a project's hooks apart."),
  ref: z.string().min(1).describe("The branch that is deployed."),
});

const outputs = z.object({
  url: z.string().describe("Whoever sends a POST to this address starts a deployment: a secret."),
});

const hook = z.object({ id: z.string(), name: z.string(), ref: z.string(), url: z.string() });
type Hook = z.output<typeof hook>;
/** Vercel REST: hooks stand in the project's link, and the answer to a new one is the project. */
const answer = z.object({ link: z.object({ deployHooks: z.array(hook).nullish() }).nullish() });

export const deployHook = resource<Vercel>()({
  token: "vercel:index/deployHook:DeployHook",
  description:
    "An address that deploys a branch of the project's repository. It goes with the repository: a project that is " +
    "connected to another one has none.",
  calls: [
    "GET /v9/projects/{idOrName}",
    "POST /v2/projects/{idOrName}/deploy-hooks",
    "DELETE /v2/projects/{idOrName}/deploy-hooks/{hookId}",
  ],
  inputs,
  outputs,
  replaceOn: ["projectId", "teamId", "name", "ref"],
  deleteBeforeReplace: true,
  secrets: ["url"],
  importId: "<project id>/<hook id>, or <team id>/<project id>/<hook id>",

  parseId(id) {
    const parts = splitId(id, ["projectId", "hook"]);
    return parts && { projectId: parts.projectId, ...(parts.teamId === undefined ? {} : { teamId: parts.teamId }) };
  },

  async find(call, wanted) {
    const found = (await hooksOf(call, wanted))?.find((one) => one.name === wanted.name && one.ref === wanted.ref);
    return found && `${wanted.projectId}/${found.id}`;
  },

  async create(call, wanted) {
    const { name, ref } = wanted;
    const path = `/v2/projects/${wanted.projectId}/deploy-hooks` as const;
    const { link } = await tell(call, `POST ${path}`, wanted, { name, ref }, answer);
    const made = link?.deployHooks?.findLast((one) => one.name === name && one.ref === ref);
    if (made === undefined) throw new VendorError(`POST ${path} answered without the hook ${name}.`);
    return { id: `${wanted.projectId}/${made.id}`, outputs: { url: made.url } };
  },

  async read(call, id, known) {
    const of = { projectId: known.projectId ?? id.slice(0, id.lastIndexOf("/")), teamId: known.teamId };
    const found = (await hooksOf(call, of))?.find((one) => one.id === bare(id));
    return found && { inputs: { ...of, name: found.name, ref: found.ref }, outputs: { url: found.url } };
  },

  delete: (call, id, known) =>
    remove(
      call,
      `/v2/projects/${known.projectId ?? bare(id.slice(0, id.lastIndexOf("/")))}/deploy-hooks/${bare(id)}`,
      known,
    ),
});

async function hooksOf(
  call: Reading<Vercel>,
  of: { readonly projectId: string; readonly teamId?: string | undefined },
): Promise<readonly Hook[] | undefined> {
  const project = await partOf(call, of, answer);
  return project && (project.link?.deployHooks ?? []);
}
