import { z } from "zod";
import type { VendorContext } from "../core/vendor.ts";

export type Context = VendorContext<CloudflareState>;

/** Everything Cloudflare remembers. Times are ISO 8601. */
export interface CloudflareState {
  account: { id: string; name: string };
  zones: StoredZone[];
  records: StoredRecord[];
  rulesets: StoredRuleset[];
  /** Values that were set, by `<zone>/<setting>`. */
  settings: Record<string, unknown>;
}

export interface StoredZone {
  id: string;
  name: string;
  created_on: string;
}

export interface StoredRecord {
  id: string;
  zone: string;
  created_on: string;
  modified_on: string;
  fields: RecordFields;
}

export interface RecordFields {
  name: string;
  type: string;
  ttl: number;
  proxied: boolean;
  content?: string | undefined;
  data?: Record<string, unknown> | undefined;
  priority?: number | undefined;
  comment?: string | null | undefined;
  tags: string[];
  settings: Record<string, unknown>;
}

export interface StoredRuleset {
  id: string;
  zone: string;
  name: string;
  description: string;
  phase: string;
  version: number;
  last_updated: string;
  rules: Record<string, unknown>[];
}

export const newId = (context: Context): string => context.id(32, "0123456789abcdef");

export const emptyState = (): CloudflareState => ({
  account: { id: "00000000000000000000000000acc001", name: "Loopback" },
  zones: [],
  records: [],
  rulesets: [],
  settings: {},
});

/** Zones that are there because somebody moved a domain: `{ "zones": [{ "name": "example.com", "id": "<32 hex>" }] }`. */
const accountsSchema = z.strictObject({
  zones: z.array(
    z.strictObject({
      name: z.string(),
      id: z
        .string()
        .regex(/^[0-9a-f]{32}$/)
        .optional(),
    }),
  ),
});

export function seedZones(context: Context, accounts: unknown): void {
  for (const { name, id } of accountsSchema.parse(accounts).zones) {
    if (context.state.zones.some((zone) => zone.name === name)) continue;
    context.state.zones.push({ id: id ?? newId(context), name, created_on: context.now().toISOString() });
  }
}
