import { z } from "zod";
import { gone, path, type Supabase, understood } from "./client.ts";
import type { InstanceSize } from "./project-catalogue.ts";
import { readInstanceSize } from "./project-facts.ts";

/** Sizes that the vendor may or may not list as selected when nobody chose one. */
const smallest: readonly string[] = ["nano", "micro"];

/** The size as the program would declare it: the smallest one need not be. */
export const toldSize = (live: string | undefined, declared: InstanceSize | undefined): string | undefined => {
  if (live === undefined) return declared !== undefined && smallest.includes(declared) ? declared : undefined;
  return declared === undefined && smallest.includes(live) ? undefined : live;
};

/** Brings the compute add-on to `size`; whether anything was written. */
export async function resize(client: Supabase, ref: string, size?: InstanceSize, old?: InstanceSize): Promise<boolean> {
  if (size === undefined && old === undefined) return false;
  const live = await readInstanceSize(client, ref);
  if (live === size) return false;
  if (size !== undefined && size !== "nano") {
    const body = { addon_type: "compute_instance", addon_variant: `ci_${size}` };
    await client.http.send("PATCH", path(ref, "/billing/addons"), { body });
    return true;
  }
  // There is no add-on for the smallest size: it is what is left without one.
  if (live === undefined) return false;
  await client.http.send("DELETE", path(ref, `/billing/addons/ci_${live}`));
  return true;
}

/** Whether legacy keys work; undefined for a project that never had any. */
export async function readLegacyKeys(client: Supabase, ref: string): Promise<boolean | undefined> {
  const answer = await client.http.shared(path(ref, "/api-keys/legacy"), { accept: gone });
  return gone.includes(answer.status) ? undefined : understood(z.object({ enabled: z.boolean() }), answer.body).enabled;
}

/** Switches the legacy keys, when somebody declared how they should be. */
export async function setLegacyKeys(client: Supabase, ref: string, enabled: boolean | undefined): Promise<void> {
  if (enabled === undefined) return;
  const live = await readLegacyKeys(client, ref);
  if (live === enabled || (live === undefined && !enabled)) return;
  await client.http.send("PUT", path(ref, "/api-keys/legacy"), { query: { enabled } });
}
