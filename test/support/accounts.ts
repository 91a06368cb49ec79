import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Scratch } from "./scratch.ts";

/** Puts the accounts that a stack file names at the vendors on loopback: those that only a person makes at the real ones. */
export async function seedAccounts(scratch: Scratch, stack: string): Promise<void> {
  const file = parse(readFileSync(join(scratch.project, `Pulumi.${stack}.yaml`), "utf8"));
  const { owners }: { owners: Readonly<Record<string, string>> } = file.config["groundplan:environment"];
  const accounts = {
    github: { organizations: [{ login: owners["github"] }] },
    vercel: { teams: [{ id: owners["vercel"], slug: stack }] },
    supabase: { organizations: [{ slug: owners["supabase"], name: stack }] },
    sentry: { organizations: [{ slug: owners["sentry"] }] },
    posthog: { organizations: [{ id: owners["posthog"], name: stack }] },
  };
  for (const [vendor, given] of Object.entries(accounts))
    await scratch.ask("POST", "seed", { vendor, accounts: given });
}
