import type { Hand } from "./supabase-by-hand.ts";

/** Keys, foreign issuers, and what is paid for beside the project. */
export async function extrasByHand(hand: Hand): Promise<Record<string, string>> {
  const { ref, smallRef, call } = hand;
  await call("POST", `/v1/projects/${smallRef}/vanity-subdomain/activate`, { vanity_subdomain: "gallery-small" });
  return {
    ...(await keys(hand)),
    ...(await addons(hand)),
    supabaseBranch: `${ref}/${await branch(hand)}`,
    supabaseVanitySubdomain: smallRef,
    supabaseAddon: `${ref}/pitr`,
    supabaseAddonIpv4: `${ref}/ipv4`,
    supabaseAddonDomain: `${ref}/custom_domain`,
    supabaseCustomHostname: ref,
    supabaseCustomHostnameActivation: ref,
    supabaseBackupSchedule: ref,
  };
}

async function keys({ call, at, ref }: Hand): Promise<Record<string, string>> {
  const secret = await call("POST", `${at}/api-keys`, {
    type: "secret",
    name: "gallery_server",
    description: "for the server",
    secret_jwt_template: { role: "service_role" },
  });
  const publishable = await call("POST", `${at}/api-keys`, {
    type: "publishable",
    name: "gallery_browser",
    description: "for browsers",
  });
  const trust = (wish: object) => call("POST", `${at}/config/auth/third-party-auth`, wish);
  const issuer = await trust({ oidc_issuer_url: "https://issuer.example" });
  const address = await trust({ jwks_url: "https://issuer.example/.well-known/jwks.json" });
  const given = await trust({ custom_jwks: { keys: [{ kty: "RSA", kid: "gallery", n: "modulus", e: "AQAB" }] } });
  return {
    supabaseApikey: `${ref}/${secret.id}`,
    supabaseApikeyPublishable: `${ref}/${publishable.id}`,
    supabaseThirdPartyAuth: `${ref}/${issuer.id}`,
    supabaseThirdPartyAuthUrl: `${ref}/${address.id}`,
    supabaseThirdPartyAuthKeys: `${ref}/${given.id}`,
  };
}

async function addons({ call, at, ref }: Hand): Promise<Record<string, string>> {
  const choose = (addon_type: string, addon_variant: string) =>
    call("PATCH", `${at}/billing/addons`, { addon_type, addon_variant });
  await choose("pitr", "pitr_7");
  await choose("ipv4", "ipv4_default");
  await choose("custom_domain", "cd_default");
  await call("POST", `${at}/custom-hostname/initialize`, { custom_hostname: "api.gallery.example" });
  while ((await call("POST", `${at}/custom-hostname/reverify`)).status !== "4_origin_setup_completed");
  await call("POST", `${at}/custom-hostname/activate`);
  await call("PATCH", `${at}/database/backups/schedule`, { schedule_for: "02:30" });
  await call("POST", `${at}/read-replicas/setup`, { read_replica_region: "eu-west-1" });
  const poolers: { identifier: string; database_type: string }[] = await call("GET", `${at}/config/database/pooler`);
  const replica = poolers.find(({ database_type }) => database_type === "READ_REPLICA");
  return { supabaseReadReplica: `${ref}/${replica?.identifier}` };
}

/** A branch that is up; its id. */
async function branch({ call, at }: Hand): Promise<string> {
  await call("POST", `${at}/branches`, { branch_name: "Production", is_default: true });
  const { id } = await call("POST", `${at}/branches`, {
    branch_name: "frames",
    git_branch: "feature/frames",
    region: "eu-west-2",
    persistent: true,
    with_data: true,
    notify_url: "https://hooks.gallery.example/branch",
  });
  while ((await call("GET", `/v1/branches/${id}`)).status !== "ACTIVE_HEALTHY");
  return id;
}
