import { mutation, type Standing, type Table } from "../mutation.ts";
import { asObject, type Json, valueAt, word } from "../values.ts";
import type { Vendors } from "../vendors.ts";

const project = (at: Standing, version: string, rest = ""): string =>
  `/${version}/projects/${at.id.split("/")[0]}${rest}?teamId=${String(at.provider["team"])}`;
const change = ({ call }: Vendors, at: Standing, body: Json): Promise<unknown> =>
  call("vercel", "PATCH", project(at, "v1", "/protection-bypass"), body);
/** The secret, which is the key of its entry. */
const secretOf = ({ outputs }: Standing): string => String(outputs["secret"]);

/** Entries of a project's automation bypasses by their secrets. */
const bypasses = async ({ call }: Vendors, at: Standing): Promise<Json> =>
  asObject(valueAt(await call("vercel", "GET", project(at, "v9")), "protectionBypass") ?? {});
const bypass = async (vendors: Vendors, at: Standing): Promise<unknown> => (await bypasses(vendors, at))[secretOf(at)];

const note = mutation("note", {
  read: async (vendors, at) => valueAt(await bypass(vendors, at), "note") ?? "",
  change: async (vendors, at, now, random) => {
    await change(vendors, at, { update: { secret: secretOf(at), note: word()(now, random) } });
  },
});

/** Vercel: of a project's bypasses one is the environment variable. So a stranger makes another one, and prefers that. */
const isEnvVar = mutation("isEnvVar", {
  read: async (vendors, at) => valueAt(await bypass(vendors, at), "isEnvVar") === true,
  change: async (vendors, at, _, random) => {
    const secret = String(random.below(1e9)).padStart(32, "d");
    await change(vendors, at, { generate: { secret } });
    await change(vendors, at, { update: { secret, isEnvVar: true } });
  },
});

export const vercelBypass: Table = { mutations: () => [note, isEnvVar] };
