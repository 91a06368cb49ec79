import { z } from "zod";
import type { Secret, VendorContext } from "../core/vendor.ts";
import type { HeartbeatBody } from "./heartbeats.ts";
import type { MonitorBody } from "./monitors.ts";
import type { SourceBody } from "./sources.ts";

export type Context = VendorContext<BetterStackState>;

/** Everything Better Stack remembers. Times are ISO 8601. */
export interface BetterStackState {
  nextId: number;
  monitors: Stored<MonitorBody & { headers: StoredHeader[] }>[];
  heartbeats: Stored<HeartbeatBody & { url: Secret }>[];
  sources: Stored<SourceBody & { token: Secret; table_name: string; ingesting_host: string }>[];
  /** Ids of groups and escalation policies, which are made in the app here. */
  known: { monitor_groups: number[]; heartbeat_groups: number[]; source_groups: number[]; policies: string[] };
}

export type Stored<Content> = Content & {
  id: string;
  created_at: string;
  updated_at: string;
  paused_at: string | null;
};

export interface StoredHeader {
  id: string;
  name: string;
  value: string;
}

export const emptyState = (): BetterStackState => ({
  nextId: 2_400_001,
  monitors: [],
  heartbeats: [],
  sources: [],
  known: { monitor_groups: [], heartbeat_groups: [], source_groups: [], policies: [] },
});

export function nextId({ state }: Context): string {
  state.nextId += 1;
  return String(state.nextId - 1);
}

/** What a person made in the app: `{ "policies": ["77"], "monitor_groups": [5] }`. */
const accountsSchema = z.strictObject({
  monitor_groups: z.array(z.int()).default([]),
  heartbeat_groups: z.array(z.int()).default([]),
  source_groups: z.array(z.int()).default([]),
  policies: z.array(z.string()).default([]),
});

export function seedKnown({ state }: Context, accounts: unknown): void {
  const given = accountsSchema.parse(accounts);
  const { known } = state;
  known.policies = [...new Set([...known.policies, ...given.policies])];
  for (const kind of ["monitor_groups", "heartbeat_groups", "source_groups"] as const)
    known[kind] = [...new Set([...known[kind], ...given[kind]])];
}
