import { createHash } from "node:crypto";
import { mutation, type Standing, type Table } from "../mutation.ts";
import { asObject, type Json, valueAt, word } from "../values.ts";
import type { Vendors } from "../vendors.ts";

const project = (at: Standing, version: string, rest = ""): string =>
  `/${version}/projects/${at.id.split("/")[0]}${rest}?teamId=${String(at.provider["team"])}`;
const change = ({ call }: Vendors, at: Standing, body: Json): Promise<unknown> =>
  call("vercel", "PATCH", project(at, "v1", "/protection-bypass"), body);

/** Vercel tells each bypass under its secret; the id has the beginning of that secret's SHA-256. */
async function bypass({ call }: Vendors, at: Standing): Promise<{ readonly secret: string; readonly told: unknown }> {
  const all = asObject(valueAt(await call("vercel", "GET", project(at, "v9")), "protectionBypass") ?? {});
  const isIt = (secret: string) =>
    createHash("sha256")
      .update(secret)
      .digest("hex")
      .startsWith(at.id.split("/")[1] ?? "?");
  const [secret, told] = Object.entries(all).find(([one]) => isIt(one)) ?? [];
  if (secret === undefined) throw new Error(`${at.urn} has no bypass at Vercel`);
  return { secret, told };
}

const note = mutation("note", {
  read: async (vendors, at) => valueAt((await bypass(vendors, at)).told, "note") ?? "",
  change: async (vendors, at, now, random) => {
    const { secret } = await bypass(vendors, at);
    await change(vendors, at, { update: { secret, note: word()(now, random) } });
  },
});

/** Vercel: of a project's bypasses one is the environment variable. So a stranger makes another one, and prefers that. */
const isEnvVar = mutation("isEnvVar", {
  read: async (vendors, at) => valueAt((await bypass(vendors, at)).told, "isEnvVar") === true,
  change: async (vendors, at, _, random) => {
    const secret = String(random.below(1e9)).padStart(32, "d");
    await change(vendors, at, { generate: { secret } });
    await change(vendors, at, { update: { secret, isEnvVar: true } });
  },
});

export const vercelBypass: Table = { mutations: () => [note, isEnvVar] };
