import { VendorError } from "@groundplan/kit/errors.ts";
import { poll } from "@groundplan/kit/poll.ts";
import type { Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { bare, scope, type Vercel } from "./client.ts";
import { sharedList } from "./shared-list.ts";
import { understood } from "./understood.ts";

export const verification = z.object({
  type: z.string().describe("Kind of the DNS record that proves the ownership, e.g. `TXT`."),
  domain: z.string().describe("Where the record belongs."),
  value: z.string().describe("What the record holds."),
  reason: z.string().describe("Why it is asked for."),
});

/** Vercel REST: `GET /v9/projects/{idOrName}/domains/{domain}`. */
const domainAnswer = z.object({
  name: z.string(),
  verified: z.boolean(),
  verification: z.array(verification).nullish(),
  gitBranch: z.string().nullish(),
  customEnvironmentId: z.string().nullish(),
  redirect: z.string().nullish(),
  redirectStatusCode: z.number().nullish(),
});
export type DomainAnswer = z.output<typeof domainAnswer>;

/** Which domain: what its calls need. */
export interface DomainOf {
  readonly projectId: string;
  readonly teamId?: string | undefined;
  readonly domain: string;
}

/** What a domain serves; one of the first three at most. */
export interface DomainUse {
  readonly gitBranch?: string | undefined;
  readonly customEnvironmentId?: string | undefined;
  readonly redirect?: string | undefined;
  readonly redirectStatusCode?: number | undefined;
}

/** The domain as Vercel has it, from the list that all domains of the project share. Undefined: it is not there. */
export async function readDomain({ client }: Reading<Vercel>, of: DomainOf): Promise<DomainAnswer | undefined> {
  const path = `/v9/projects/${bare(of.projectId)}/domains`;
  const all = await sharedList(client.http, path, { ...scope(client, of), limit: 100 }, "domains", domainAnswer);
  return all?.find(({ name }) => name === of.domain);
}

/** @throws VendorError when another project has the domain */
export async function addDomain({ client }: Reading<Vercel>, wanted: DomainOf & DomainUse): Promise<DomainAnswer> {
  const path = `/v10/projects/${bare(wanted.projectId)}/domains`;
  const { gitBranch, customEnvironmentId, redirect, redirectStatusCode } = wanted;
  const { status, body } = await client.http.send("POST", path, {
    query: scope(client, wanted),
    body: { name: wanted.domain, gitBranch, customEnvironmentId, redirect, redirectStatusCode },
    accept: [409],
  });
  if (status === 409) throw taken(wanted, path, body);
  return understood(domainAnswer, body, `POST ${path}`);
}

/** Vercel REST: in a PATCH, null clears and a missing key leaves. */
export async function changeDomain({ client }: Reading<Vercel>, wanted: DomainOf & DomainUse): Promise<DomainAnswer> {
  const path = pathOf(wanted);
  const { gitBranch = null, customEnvironmentId = null, redirect = null, redirectStatusCode = null } = wanted;
  const body = { gitBranch, customEnvironmentId, redirect, redirectStatusCode };
  const answer = await client.http.send("PATCH", path, { query: scope(client, wanted), body });
  return understood(domainAnswer, answer.body, `PATCH ${path}`);
}

/** Succeeds when it is gone already. */
export async function removeDomain({ client }: Reading<Vercel>, of: DomainOf): Promise<void> {
  await client.http.send("DELETE", pathOf(of), { query: scope(client, of), accept: [404] });
}

/** Waits until the domain is verified and its DNS points at Vercel; each look asks Vercel to verify it again. */
export async function ready({ client, signal }: Reading<Vercel>, of: DomainOf): Promise<DomainAnswer> {
  const query = scope(client, of);
  const waiting = { signal, what: `${of.domain} to be verified and pointed at Vercel`, every: 5000, within: 600_000 };
  return poll(waiting, async () => {
    const path = `${pathOf(of)}/verify`;
    // Vercel REST: 400 as long as the TXT record is missing.
    const { status, body } = await client.http.send("POST", path, { query, accept: [400], repeatable: true });
    if (status === 400) return undefined;
    const domain = understood(domainAnswer, body, `POST ${path}`);
    const dns = await client.http.send("GET", `/v6/domains/${of.domain}/config`, { query });
    const { misconfigured } = understood(z.object({ misconfigured: z.boolean() }), dns.body, "GET …/config");
    return domain.verified && !misconfigured ? domain : undefined;
  });
}

const pathOf = ({ projectId, domain }: DomainOf) => `/v9/projects/${bare(projectId)}/domains/${domain}`;

const conflict = z.object({
  error: z.object({
    code: z.string().optional(),
    message: z.string().optional(),
    projectId: z.string().optional(),
    domain: z.object({ projectId: z.string() }).optional(),
  }),
});

function taken({ domain }: DomainOf, path: string, body: unknown): VendorError {
  const { error } = conflict.safeParse(body).data ?? {};
  const holder = error?.projectId ?? error?.domain?.projectId ?? "<its project id>";
  return new VendorError(`POST ${path} answered 409 ${error?.code ?? ""}: ${error?.message ?? `${domain} is taken`}`, {
    status: 409,
    ...(error?.code === undefined ? {} : { code: error.code }),
    fix:
      `take it over with: pulumi import vercel:index/projectDomain:ProjectDomain NAME '${holder}/${domain}'` +
      "   or remove it from the other project",
  });
}
