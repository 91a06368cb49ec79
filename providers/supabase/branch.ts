import { VendorError } from "@groundplan/kit/errors.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type BranchAnswer, branchPath, connectionOf, listBranches, Outputs, oneBranch, up } from "./branch-facts.ts";
import { defined, path, type Supabase, understood } from "./client.ts";
import { splitId } from "./ids.ts";
import { listCalls, listedProject } from "./organization-projects.ts";
import { regions } from "./project-catalogue.ts";
import { projectRef } from "./settings.ts";

const Inputs = z.object({
  parentProjectRef: projectRef,
  gitBranch: z.string().min(1).describe("The branch in Git that it follows."),
  branchName: z.string().min(1).optional().describe("Its name at the vendor; unset is the one in Git."),
  region: z.enum(regions).optional().describe("Where it runs; unset is where the project runs. Cannot change."),
  persistent: z.boolean().default(false).describe("Keep it when the pull request is closed or nobody uses it."),
  withData: z.boolean().default(false).describe("Begin with the project's data. Cannot change."),
  notifyUrl: z.url().optional().describe("Address that is told about its state; once set it can be changed only."),
});

type Declared = z.output<typeof Inputs>;

export const Branch = resource<Supabase>()({
  token: "supabase:index/branch:Branch",
  description:
    "A preview branch: a copy of a project with a database of its own. The first one turns branching on, with a branch `Production` for the project itself, and deleting leaves it on. A persistent branch is made an ordinary one before it is deleted, with its data.",
  calls: [
    ...listCalls,
    "GET /v1/projects/{ref}/branches",
    "POST /v1/projects/{ref}/branches",
    "GET /v1/branches/{branch_id_or_ref}",
    "PATCH /v1/branches/{branch_id_or_ref}",
    "DELETE /v1/branches/{branch_id_or_ref}",
  ],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["parentProjectRef", "region", "withData"],
  secrets: ["databasePassword", "jwtSecret"],
  changing: ["database", "databasePassword", "jwtSecret"],
  importId: "<parent project's ref>/<branch's UUID>",
  parseId: (id) => {
    const place = splitId(id);
    return place && { parentProjectRef: place.projectRef };
  },

  async find({ client }, inputs) {
    const same = (await listBranches(client, inputs.parentProjectRef)).find(({ name }) => name === nameOf(inputs));
    return same && `${inputs.parentProjectRef}/${same.id}`;
  },

  async create({ client, signal, created }, inputs) {
    const all = path(inputs.parentProjectRef, "/branches");
    if ((await listBranches(client, inputs.parentProjectRef)).length === 0) {
      // A sibling may be quicker: then it is there already.
      const body = { branch_name: "Production", is_default: true };
      await client.http.send("POST", all, { body, accept: [409, 422], repeatable: true });
    }
    const { region, persistent, withData } = inputs;
    const body = { ...changeable(inputs), region, persistent, with_data: withData };
    const { id } = understood(z.object({ id: z.string() }), (await client.http.send("POST", all, { body })).body);
    created(`${inputs.parentProjectRef}/${id}`);
    const branch = await there(client, inputs.parentProjectRef, id);
    return { id: `${inputs.parentProjectRef}/${id}`, outputs: connectionOf(await up(client, signal, branch)) };
  },

  async read({ client }, id, known) {
    const place = splitId(id);
    const branch = place && (await listBranches(client, place.projectRef)).find((one) => one.id === place.id);
    const connection = branch && (await oneBranch(client, branch));
    if (place === undefined || branch === undefined || connection === undefined) return undefined;
    const imported = known.gitBranch === undefined;
    return {
      inputs: defined({
        parentProjectRef: place.projectRef,
        gitBranch: branch.git_branch,
        branchName: known.branchName === undefined && branch.name === branch.git_branch ? undefined : branch.name,
        region: imported || known.region !== undefined ? await regionOf(client, place.projectRef, branch) : undefined,
        persistent: branch.persistent,
        withData: branch.with_data,
        notifyUrl: branch.notify_url,
      }),
      outputs: connectionOf(connection),
    };
  },

  // What an import found is no difference to a program that leaves it to the vendor.
  async check(_call, inputs, { region }) {
    return { inputs: inputs.region === undefined ? defined({ region }) : {} };
  },

  async update({ client, signal }, id, inputs) {
    const branch = await there(client, inputs.parentProjectRef, splitId(id)?.id ?? "");
    const body = { ...changeable(inputs), persistent: inputs.persistent };
    await client.http.send("PATCH", branchPath(branch), { body });
    return connectionOf(await up(client, signal, branch));
  },

  async delete({ client }, id) {
    const place = splitId(id);
    const branch = place && (await listBranches(client, place.projectRef)).find((one) => one.id === place.id);
    if (branch === undefined) return;
    if (branch.persistent) await client.http.send("PATCH", branchPath(branch), { body: { persistent: false } });
    await client.http.send("DELETE", branchPath(branch), { query: { force: true }, accept: [404] });
  },
});

const nameOf = ({ branchName, gitBranch }: Declared): string => branchName ?? gitBranch;

const changeable = (inputs: Declared) => ({
  branch_name: nameOf(inputs),
  git_branch: inputs.gitBranch,
  notify_url: inputs.notifyUrl,
});

async function there(client: Supabase, ref: string, id: string): Promise<BranchAnswer> {
  const branch = (await listBranches(client, ref)).find((one) => one.id === id);
  if (branch !== undefined) return branch;
  throw new VendorError(`Branch ${id} of Supabase project ${ref} is gone.`, {
    fix: "run: groundplan refresh, then up again",
  });
}

async function regionOf(client: Supabase, ref: string, { project_ref }: BranchAnswer) {
  const listed = await listedProject(client, ref, project_ref);
  return Inputs.shape.region.safeParse(listed?.region).data;
}
