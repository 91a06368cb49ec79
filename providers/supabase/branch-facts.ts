import { VendorError } from "@groundplan/kit/errors.ts";
import { z } from "zod";
import { found, path, type Supabase } from "./client.ts";
import { waitFor } from "./wait.ts";

const Branch = z.object({
  id: z.string(),
  name: z.string(),
  project_ref: z.string(),
  git_branch: z.string().optional(),
  persistent: z.boolean(),
  with_data: z.boolean(),
  notify_url: z.string().optional(),
});
export type BranchAnswer = z.output<typeof Branch>;

const Connection = z.object({
  ref: z.string(),
  status: z.string(),
  postgres_version: z.string(),
  db_host: z.string(),
  db_port: z.number().int(),
  db_user: z.string().optional(),
  db_pass: z.string().optional(),
  jwt_secret: z.string().optional(),
});
type ConnectionAnswer = z.output<typeof Connection>;

export const Outputs = z.object({
  database: z
    .object({
      id: z.string().describe("The branch's own project ref."),
      host: z.string(),
      port: z.number().int(),
      user: z.string().optional(),
      version: z.string().describe("Of Postgres."),
      status: z.string().describe("As a project's, e.g. `ACTIVE_HEALTHY`."),
    })
    .describe("Where the branch's database is."),
  databasePassword: z.string().optional().describe("Of the branch's database."),
  jwtSecret: z.string().optional().describe("What the branch's own tokens are signed with."),
});

/** As a new project: minutes, and with data longer. */
const upWithin = 60 * 60_000;

/** The branch's own ref: ids are still taken, but the vendor calls them deprecated. */
export const branchPath = ({ project_ref }: BranchAnswer): string => `/v1/branches/${encodeURIComponent(project_ref)}`;

/** Every branch of a project; none where branching is off (422) or the project is gone. */
export async function listBranches({ http }: Supabase, ref: string): Promise<BranchAnswer[]> {
  const answer = await http.shared(path(ref, "/branches"), { accept: [404, 406, 422] });
  return answer.status === 422 ? [] : (found(z.array(Branch), answer) ?? []);
}

/** How it is reached, and its state. */
export async function oneBranch({ http }: Supabase, branch: BranchAnswer): Promise<ConnectionAnswer | undefined> {
  return found(Connection, await http.send("GET", branchPath(branch), { accept: [404] }));
}

/** Waits until its project is healthy. */
export function up(client: Supabase, signal: AbortSignal, branch: BranchAnswer): Promise<ConnectionAnswer> {
  const what = `branch ${branch.name} to be up`;
  return waitFor({ signal, what, within: upWithin }, async () => {
    const live = await oneBranch(client, branch);
    if (live !== undefined && ["INIT_FAILED", "REMOVED", "GOING_DOWN"].includes(live.status)) {
      throw new VendorError(`Branch ${branch.name} is ${live.status}, so it will not get healthy by itself.`, {
        fix: `look at https://supabase.com/dashboard/project/${branch.project_ref}; delete it there, then run again`,
      });
    }
    return live?.status === "ACTIVE_HEALTHY" ? live : undefined;
  });
}

export const connectionOf = (live: ConnectionAnswer): z.output<typeof Outputs> => ({
  database: {
    id: live.ref,
    host: live.db_host,
    port: live.db_port,
    ...(live.db_user === undefined ? {} : { user: live.db_user }),
    version: live.postgres_version,
    status: live.status,
  },
  ...(live.db_pass === undefined ? {} : { databasePassword: live.db_pass }),
  ...(live.jwt_secret === undefined ? {} : { jwtSecret: live.jwt_secret }),
});
