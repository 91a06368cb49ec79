import { z } from "zod";
import type { Context } from "./state.ts";

/** Fields that monitors and heartbeats share. */
export const alerting = {
  call: z.boolean().default(false),
  sms: z.boolean().default(false),
  email: z.boolean().default(true),
  push: z.boolean().default(true),
  critical_alert: z.boolean().default(false),
  team_wait: z.int().min(0).nullable().default(null),
  policy_id: z.union([z.string(), z.int()]).transform(String).nullable().default(null),
  paused: z.boolean().default(false),
  maintenance_from: time(),
  maintenance_to: time(),
  maintenance_timezone: z
    .string()
    .nullable()
    .transform((zone) => zone ?? "UTC")
    .default("UTC"),
  maintenance_days: z
    .array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
    .nullable()
    .transform((days) => days ?? everyDay)
    .default(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
};

const everyDay: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[] = [
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
  "sun",
];

function time() {
  return z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/)
    .nullable()
    .default(null);
}

/** What of a body refers to something that is not there, by field. */
export function strangers(
  body: { policy_id?: string | null; group?: readonly [field: string, id: number | null, known: readonly number[]] },
  { state }: Context,
): Record<string, readonly string[]> {
  const problems: Record<string, readonly string[]> = {};
  if (body.policy_id && !state.known.policies.includes(body.policy_id)) problems["policy_id"] = ["is invalid"];
  const [field = "", id = null, known = []] = body.group ?? [];
  if (id !== null && !known.includes(id)) problems[field] = ["is invalid"];
  return problems;
}
