import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";
import { look, remove, tell } from "./ask.ts";
import { splitId, type Vercel } from "./client.ts";

const inputs = z.strictObject({
  teamId,
  accessGroupId: z
    .string()
    .transform((id) => id.slice(id.lastIndexOf("/") + 1))
    .describe("The group's id, `ag_…`."),
  projectId,
  role: z.enum(["ADMIN", "PROJECT_DEVELOPER", "PROJECT_VIEWER"]).describe("What its members may do in the project."),
});
type Inputs = z.output<typeof inputs>;

const answer = z.object({ role: z.string() });

export const accessGroupProject = resource<Vercel>()({
  token: "vercel:index/accessGroupProject:AccessGroupProject",
  description: "What an access group may do in a project.",
  calls: [
    "GET /v1/access-groups/{accessGroupIdOrName}/projects/{projectId}",
    "POST /v1/access-groups/{accessGroupIdOrName}/projects",
    "PATCH /v1/access-groups/{accessGroupIdOrName}/projects/{projectId}",
    "DELETE /v1/access-groups/{accessGroupIdOrName}/projects/{projectId}",
  ],
  inputs,
  outputs: z.object({}),
  replaceOn: ["teamId", "accessGroupId", "projectId"],
  deleteBeforeReplace: true,
  importId: "<access group id>/<project id>, or <team id>/<access group id>/<project id>",
  parseId: parts,

  async find(call, wanted) {
    return (await look(call, pathOf(wanted), wanted, answer)) && idOf(wanted);
  },

  async create(call, wanted) {
    const { projectId: project, role } = wanted;
    const path = `/v1/access-groups/${wanted.accessGroupId}/projects` as const;
    await tell(call, `POST ${path}`, wanted, { projectId: project, role }, answer);
    return { id: idOf(wanted), outputs: {} };
  },

  async read(call, id, known) {
    const of = { ...placeOf(id), ...(known.teamId === undefined ? {} : { teamId: known.teamId }) };
    const found = await look(call, pathOf(of), of, answer);
    return found && { inputs: { ...of, role: found.role as Inputs["role"] }, outputs: {} };
  },

  async update(call, _, wanted) {
    await tell(call, `PATCH ${pathOf(wanted)}`, wanted, { role: wanted.role }, answer);
    return {};
  },

  delete: (call, id, known) => remove(call, pathOf(placeOf(id)), known),
});

type Place = Pick<Inputs, "accessGroupId" | "projectId">;

const pathOf = ({ accessGroupId, projectId: project }: Place) =>
  `/v1/access-groups/${accessGroupId}/projects/${project}` as const;

const idOf = ({ accessGroupId, projectId: project }: Place) => `${accessGroupId}/${project}`;

function placeOf(id: string): Place {
  const [group = "", project = ""] = id.split("/").slice(-2);
  return { accessGroupId: group, projectId: project };
}

function parts<Known extends object>(id: string): Known | undefined {
  return splitId(id, ["accessGroupId", "projectId"]) as Known | undefined;
}
