import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { bare, scope, splitId, type Vercel } from "./client.ts";
import { type ProjectAnswer, projectAnswer } from "./project-answer.ts";
import { type ProjectInputs, projectInputs } from "./project-inputs.ts";
import { atCreation, changes, type Settings, toSettings } from "./project-settings.ts";
import { toldInputs } from "./project-told.ts";
import { understood } from "./understood.ts";

export const project = resource<Vercel>()({
  token: "vercel:index/project:Project",
  description: "A Vercel project: how an app is built, deployed and protected, and which repository it comes from.",
  calls: [
    "GET /v9/projects/{idOrName}",
    "POST /v11/projects",
    "PATCH /v9/projects/{idOrName}",
    "DELETE /v9/projects/{idOrName}",
    "POST /v9/projects/{idOrName}/link",
    "DELETE /v9/projects/{idOrName}/link",
    "PATCH /v9/projects/{idOrName}/branch",
  ],
  inputs: projectInputs,
  outputs: z.object({
    accountId: z.string().describe("The team or user that owns the project."),
  }),
  replaceOn: ["teamId"],
  secrets: ["passwordProtection"],
  importId: "<project id>, or <team id>/<project id>",

  parseId(id) {
    const parts = splitId(id, ["project"]);
    return parts && (parts.teamId === undefined ? {} : { teamId: parts.teamId });
  },

  async find(call, inputs) {
    return (await get(call, inputs.name, inputs))?.id;
  },

  async create(call, inputs) {
    const { type, repo } = inputs.gitRepository ?? {};
    const path = "/v11/projects";
    const { body } = await call.client.http.send("POST", path, {
      query: scope(call.client, inputs),
      body: { ...atCreation(inputs), ...(type === undefined ? {} : { gitRepository: { type, repo } }) },
    });
    const made = understood(projectAnswer, body, `POST ${path}`);
    call.created(made.id);
    const started = { ...toldInputs(made, { declaresBranch: true }), teamId: inputs.teamId };
    return { id: made.id, outputs: await bring(call, made.id, inputs, started, made) };
  },

  async read(call, id, known) {
    const found = await get(call, id, known);
    if (found === undefined) return undefined;
    const imported = known.name === undefined;
    const kept = {
      password: known.passwordProtection?.password,
      declaresBranch: imported || known.gitRepository?.productionBranch !== undefined,
    };
    return { inputs: { ...toldInputs(found, kept), teamId: known.teamId }, outputs: outputs(found) };
  },

  async update(call, id, inputs, old) {
    const current = await get(call, id, inputs);
    if (current === undefined) {
      throw new VendorError(`project ${id} is gone.`, {
        fix: "refresh the stack, which forgets it, then run up again",
      });
    }
    // An old password stands in the settings only to see whether it was changed.
    const kept = { password: old.passwordProtection?.password, declaresBranch: true };
    return bring(call, id, inputs, { ...toldInputs(current, kept), teamId: inputs.teamId }, current);
  },

  async delete(call, id, known) {
    await call.client.http.send("DELETE", `/v9/projects/${bare(id)}`, {
      query: scope(call.client, known),
      accept: [404],
    });
  },
});

type Scope = { readonly teamId?: string | undefined };

async function get({ client }: Reading<Vercel>, idOrName: string, of: Scope): Promise<ProjectAnswer | undefined> {
  const path = `/v9/projects/${bare(idOrName)}`;
  const { status, body } = await client.http.send("GET", path, { query: scope(client, of), accept: [404] });
  return status === 404 ? undefined : understood(projectAnswer, body, `GET ${path}`);
}

const outputs = ({ accountId }: ProjectAnswer) => ({ accountId: accountId ?? "" });

/** Brings a project from what it is to what is declared: settings by one PATCH, then the repository and its branch. */
async function bring(
  call: Reading<Vercel>,
  id: string,
  wanted: ProjectInputs,
  is: ProjectInputs,
  answer: ProjectAnswer,
) {
  const path = `/v9/projects/${bare(id)}`;
  const query = scope(call.client, wanted);
  const patch: Settings = changes(toSettings(wanted), toSettings(is));
  if (Object.keys(patch).length > 0) await call.client.http.send("PATCH", path, { query, body: patch });
  await connect(call, path, query, wanted.gitRepository, is.gitRepository);
  return outputs(answer);
}

type Repository = ProjectInputs["gitRepository"];

/** Vercel REST: a repository is linked and unlinked, never changed; only a linked one has a production branch. */
async function connect(
  { client }: Reading<Vercel>,
  path: string,
  query: ReturnType<typeof scope>,
  wanted: Repository,
  is: Repository,
): Promise<void> {
  const same = wanted?.repo === is?.repo && wanted?.type === is?.type;
  if (!same && is !== undefined) await client.http.send("DELETE", `${path}/link`, { query, accept: [404] });
  if (wanted === undefined) return;
  if (!same) {
    const { type, repo } = wanted;
    await client.http.send("POST", `${path}/link`, { query, body: { type, repo }, repeatable: true });
  }
  const { productionBranch: branch } = wanted;
  if (branch === undefined || (same && branch === is?.productionBranch)) return;
  await client.http.send("PATCH", `${path}/branch`, { query, body: { branch } });
}
