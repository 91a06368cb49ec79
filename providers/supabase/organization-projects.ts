import { z } from "zod";
import { type Supabase, understood } from "./client.ts";
import { readProject } from "./project-facts.ts";

const Listed = z.object({
  projects: z.array(
    z.object({
      ref: z.string(),
      region: z.string(),
      databases: z.array(
        z.object({ identifier: z.string(), type: z.string(), region: z.string(), status: z.string() }),
      ),
    }),
  ),
});

/** What a read replica and a branch's region are told by. */
export const listCalls = ["GET /v1/projects/{ref}", "GET /v1/organizations/{slug}/projects"];

/**
 * A project or branch in the list of its organisation, which alone tells its databases and a branch's region.
 * @param ref the project by which the organisation is found
 * @param wanted whose entry is wanted: the project itself or a branch of it
 */
export async function listedProject(client: Supabase, ref: string, wanted: string) {
  const project = await readProject(client, ref);
  const organization = project?.organization_slug ?? project?.organization_id;
  if (organization === undefined) return undefined;
  const answer = await client.http.send("GET", `/v1/organizations/${encodeURIComponent(organization)}/projects`, {
    query: { search: wanted },
  });
  return understood(Listed, answer.body).projects.find((one) => one.ref === wanted);
}
