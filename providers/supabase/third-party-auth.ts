import { isDeepStrictEqual } from "node:util";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, found, gone, path, type Supabase, understood } from "./client.ts";
import { splitId } from "./ids.ts";
import { healthy } from "./project-facts.ts";
import { projectRef } from "./settings.ts";

const Inputs = z.object({
  projectRef,
  oidcIssuerUrl: z.url().optional().describe("Issuer whose OpenID configuration names its keys."),
  jwksUrl: z.url().optional().describe("Address of the issuer's public keys."),
  customJwks: z
    .strictObject({ keys: z.array(z.record(z.string(), z.unknown())).min(1) })
    .optional()
    .describe("The issuer's public keys themselves (RFC 7517). Never a private one."),
});

type Source = Omit<z.output<typeof Inputs>, "projectRef">;

const Outputs = z.object({
  type: z.string().describe("What the vendor takes it for."),
});

const Answer = z.object({
  id: z.string(),
  type: z.string(),
  oidc_issuer_url: z.string().nullish(),
  jwks_url: z.string().nullish(),
  custom_jwks: z.unknown(),
});

const at = "/config/auth/third-party-auth";

export const ThirdPartyAuth = resource<Supabase>()({
  token: "supabase:index/thirdPartyAuth:ThirdPartyAuth",
  description:
    "Another issuer whose tokens a project takes beside its own. The vendor cannot change one: every change makes a new one.",
  calls: [
    "GET /v1/projects/{ref}/config/auth/third-party-auth",
    "POST /v1/projects/{ref}/config/auth/third-party-auth",
    "DELETE /v1/projects/{ref}/config/auth/third-party-auth/{tpa_id}",
    "GET /v1/projects/{ref}",
    "GET /v1/projects/{ref}/health",
  ],
  inputs: Inputs,
  outputs: Outputs,
  importId: "<project ref>/<integration's UUID>",
  parseId: (id) => {
    const place = splitId(id);
    return place && { projectRef: place.projectRef };
  },

  async check(_call, { oidcIssuerUrl, jwksUrl, customJwks }) {
    const given = [oidcIssuerUrl, jwksUrl, customJwks].filter((one) => one !== undefined);
    const several = { property: "jwksUrl", reason: "give one of oidcIssuerUrl, jwksUrl and customJwks, not several" };
    const secret = (customJwks?.keys ?? []).flatMap((key, index) =>
      holdsSecret(key)
        ? [{ property: `customJwks.keys[${index}]`, reason: "holds a private or symmetric key; give the public part" }]
        : [],
    );
    return { issues: [...(given.length > 1 ? [several] : []), ...secret] };
  },

  async find({ client }, { projectRef, ...source }) {
    const same = (await integrations(client, projectRef))?.find((one) => isDeepStrictEqual(sourceOf(one), source));
    return same && `${projectRef}/${same.id}`;
  },

  async create({ client, signal, created }, { projectRef, ...source }) {
    const body = { oidc_issuer_url: source.oidcIssuerUrl, jwks_url: source.jwksUrl, custom_jwks: source.customJwks };
    const answer = await client.http.send("POST", path(projectRef, at), { body });
    const { id, type } = understood(Answer, answer.body);
    created(`${projectRef}/${id}`);
    // Auth restarts for it.
    await healthy(client, signal, projectRef);
    return { id: `${projectRef}/${id}`, outputs: { type } };
  },

  async read({ client }, id) {
    const place = splitId(id);
    const live = place && (await integrations(client, place.projectRef))?.find((one) => one.id === place.id);
    if (place === undefined || live === undefined) return undefined;
    return { inputs: { projectRef: place.projectRef, ...sourceOf(live) }, outputs: { type: live.type } };
  },

  async delete({ client }, id) {
    const place = splitId(id);
    if (place === undefined) return;
    const one = `${at}/${encodeURIComponent(place.id)}`;
    await client.http.send("DELETE", path(place.projectRef, one), { accept: gone });
  },
});

/** RFC 7518, section 6: what stands in private keys and in symmetric ones only. */
const holdsSecret = (key: object): boolean => ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].some((name) => name in key);

const sourceOf = ({ oidc_issuer_url, jwks_url, custom_jwks }: z.output<typeof Answer>): Source =>
  defined({
    oidcIssuerUrl: oidc_issuer_url ?? undefined,
    jwksUrl: jwks_url ?? undefined,
    customJwks: Inputs.shape.customJwks.safeParse(custom_jwks ?? undefined).data,
  });

async function integrations({ http }: Supabase, ref: string) {
  return found(z.array(Answer), await http.shared(path(ref, at), { accept: gone }));
}
