import type { Standing } from "../mutation.ts";
import type { Json } from "../values.ts";
import type { Vendors } from "../vendors.ts";

/** One request by Octokit at or below the repository that a resource is or belongs to; the body of the answer. */
export async function repositoryCall(
  { github }: Vendors,
  at: Standing,
  method: string,
  path: string,
  body: Json = {},
): Promise<unknown> {
  const repository = at.inputs["repository"] ?? at.id;
  const { data } = await github.request(`${method} /repos/${at.provider["owner"]}/${repository}${path}`, body);
  return data;
}
