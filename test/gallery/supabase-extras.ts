import * as supabase from "../../providers/supabase/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import type { Wall } from "./supabase-project.ts";

/** Keys, foreign issuers, and what is paid for beside the project. */
export function hangExtras(exhibition: Exhibition, wall: Wall): void {
  hangKeys(exhibition, wall);
  hangAddons(exhibition, wall);
}

function hangKeys({ hang, turn }: Exhibition, { projectRef, opts }: Wall): void {
  hang(
    "supabaseApikey",
    supabase.Apikey,
    {
      projectRef,
      name: turn("gallery_server", "gallery_worker"),
      type: "secret",
      description: turn("for the server", "for the worker"),
      secretJwtTemplate: turn({ role: "service_role" }, { role: "authenticated" }),
    },
    opts,
  );
  hang(
    "supabaseApikeyPublishable",
    supabase.Apikey,
    { projectRef, name: "gallery_browser", type: "publishable", description: turn("for browsers", "for phones") },
    opts,
  );
  hang(
    "supabaseThirdPartyAuth",
    supabase.ThirdPartyAuth,
    { projectRef, oidcIssuerUrl: "https://issuer.example" },
    opts,
  );
  hang(
    "supabaseThirdPartyAuthUrl",
    supabase.ThirdPartyAuth,
    { projectRef, jwksUrl: "https://issuer.example/.well-known/jwks.json" },
    opts,
  );
  hang(
    "supabaseThirdPartyAuthKeys",
    supabase.ThirdPartyAuth,
    { projectRef, customJwks: { keys: [{ kty: "RSA", kid: "gallery", n: "modulus", e: "AQAB" }] } },
    opts,
  );
}

function hangAddons({ hang, turn }: Exhibition, { projectRef, smallProjectRef, opts }: Wall): void {
  const pitr = turn("pitr_7", "pitr_14");
  hang("supabaseAddon", supabase.Addon, { projectRef, type: "pitr", variant: pitr }, opts);
  hang("supabaseAddonIpv4", supabase.Addon, { projectRef, type: "ipv4", variant: "ipv4_default" }, opts);
  const domains = hang(
    "supabaseAddonDomain",
    supabase.Addon,
    { projectRef, type: "custom_domain", variant: "cd_default" },
    opts,
  );
  const hostname = hang(
    "supabaseCustomHostname",
    supabase.CustomHostname,
    { projectRef, customHostname: "api.gallery.example" },
    { ...opts, dependsOn: [domains] },
  );
  hang(
    "supabaseCustomHostnameActivation",
    supabase.CustomHostnameActivation,
    { projectRef, customHostname: hostname.customHostname },
    opts,
  );
  hang("supabaseReadReplica", supabase.ReadReplica, { projectRef, region: "eu-west-1" }, opts);
  // A project has a host name of its own or this.
  hang(
    "supabaseVanitySubdomain",
    supabase.VanitySubdomain,
    { projectRef: smallProjectRef, vanitySubdomain: "gallery-small" },
    opts,
  );
  hang(
    "supabaseBranch",
    supabase.Branch,
    {
      parentProjectRef: projectRef,
      gitBranch: turn("feature/frames", "feature/rooms"),
      branchName: turn("frames", "rooms"),
      region: "eu-west-2",
      persistent: turn(true, false),
      withData: true,
      notifyUrl: turn("https://hooks.gallery.example/branch", "https://hooks.changed.example/branch"),
    },
    opts,
  );
  hang("supabaseBackupSchedule", supabase.BackupSchedule, { projectRef, scheduleFor: turn("02:30", "03:30") }, opts);
}
