import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { customEnvironmentId, projectId, teamId } from "./account-inputs.ts";
import { bare, splitId, type Vercel } from "./client.ts";
import {
  addDomain,
  changeDomain,
  type DomainAnswer,
  readDomain,
  ready,
  removeDomain,
  verification,
} from "./domain-calls.ts";

const inputs = z.strictObject({
  projectId,
  teamId,
  domain: z
    .string()
    .regex(/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, "must be a domain name in lower case")
    .describe("The name, e.g. `www.example.com`."),
  gitBranch: z.string().max(250).optional().describe("Serves the latest deployment of this branch."),
  customEnvironmentId: customEnvironmentId
    .optional()
    .describe("Serves the deployments of this custom environment, `env_…`."),
  redirect: z.string().optional().describe("Redirects to this domain, which the project must have already."),
  redirectStatusCode: z.literal([301, 302, 307, 308]).optional().describe("Left out: 307. Only with `redirect`."),
  waitForReady: z
    .boolean()
    .default(false)
    .describe("Waits up to 10 minutes until it is verified and its DNS is right."),
});

const outputs = z.object({
  verified: z.boolean().describe("Whether Vercel takes the domain as proven."),
  verifications: z.array(verification).describe("The DNS records that are still missing for that."),
});

type Inputs = z.output<typeof inputs>;

export const projectDomain = resource<Vercel>()({
  token: "vercel:index/projectDomain:ProjectDomain",
  description: "A domain name that a Vercel project serves or redirects.",
  calls: [
    "GET /v9/projects/{idOrName}/domains",
    "POST /v10/projects/{idOrName}/domains",
    "PATCH /v9/projects/{idOrName}/domains/{domain}",
    "DELETE /v9/projects/{idOrName}/domains/{domain}",
    "POST /v9/projects/{idOrName}/domains/{domain}/verify",
    "GET /v6/domains/{domain}/config",
  ],
  inputs,
  outputs,
  replaceOn: ["projectId", "teamId", "domain"],
  deleteBeforeReplace: true,
  changing: ["verified", "verifications"],
  importId: "<project id>/<domain>, or <team id>/<project id>/<domain>",

  parseId(id) {
    const parts = splitId(id, ["projectId", "domain"]);
    return parts && { ...parts };
  },

  // Where to redirect without saying how, Vercel would choose, and its choice would read back as a difference.
  check: async (_, wanted) => ({
    inputs: wanted.redirect === undefined ? {} : { redirectStatusCode: wanted.redirectStatusCode ?? 307 },
    issues: issues(wanted),
  }),

  async find(call, wanted) {
    return (await readDomain(call, wanted)) && idOf(wanted);
  },

  async create(call, wanted) {
    const made = await addDomain(call, wanted);
    call.created(idOf(wanted));
    return { id: idOf(wanted), outputs: outputsOf(wanted.waitForReady ? await ready(call, wanted) : made) };
  },

  async read(call, id, known) {
    const projectId = known.projectId ?? id.slice(0, id.lastIndexOf("/"));
    const of = { projectId, teamId: known.teamId, domain: bare(id) };
    const found = await readDomain(call, of);
    if (found === undefined) return undefined;
    const told = {
      gitBranch: found.gitBranch ?? undefined,
      customEnvironmentId: found.customEnvironmentId ?? undefined,
      redirect: found.redirect ?? undefined,
      redirectStatusCode: (found.redirectStatusCode ?? undefined) as Inputs["redirectStatusCode"],
    };
    // Whether to wait is ours alone.
    return { inputs: { ...of, ...told, waitForReady: known.waitForReady ?? false }, outputs: outputsOf(found) };
  },

  async update(call, _, wanted) {
    const changed = await changeDomain(call, wanted);
    return outputsOf(wanted.waitForReady ? await ready(call, wanted) : changed);
  },

  async delete(call, id, known) {
    const projectId = known.projectId ?? id.slice(0, id.lastIndexOf("/"));
    await removeDomain(call, { projectId, teamId: known.teamId, domain: bare(id) });
  },
});

const idOf = ({ projectId, domain }: Inputs) => `${projectId}/${domain}`;

const outputsOf = ({ verified, verification }: DomainAnswer) => ({ verified, verifications: verification ?? [] });

/** Vercel REST: `gitBranch`, `customEnvironmentId` and `redirect` exclude each other. */
function issues({ gitBranch, customEnvironmentId, redirect, redirectStatusCode }: Partial<Inputs>) {
  const uses = Object.entries({ gitBranch, customEnvironmentId, redirect }).filter(([, use]) => use !== undefined);
  const excluded = uses.slice(1).map(([property]) => ({ property, reason: `cannot stand beside ${uses[0]?.[0]}` }));
  if (redirectStatusCode === undefined || redirect !== undefined) return excluded;
  return [...excluded, { property: "redirectStatusCode", reason: "needs redirect" }];
}
