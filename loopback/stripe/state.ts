import type { Secret, VendorContext } from "../core/vendor.ts";

export type Context = VendorContext<StripeState>;

/** Everything Stripe remembers. */
export interface StripeState {
  endpoints: StoredEndpoint[];
  /** Answers by idempotency key, for a day. */
  replays: Record<string, Replay>;
}

export interface StoredEndpoint {
  id: string;
  url: string;
  enabled_events: string[];
  api_version: string | null;
  description: string | null;
  metadata: Record<string, string>;
  connect: boolean;
  status: "enabled" | "disabled";
  /** Seconds since 1970. */
  created: number;
  secret: Secret;
}

interface Replay {
  /** Digest of path and body: the same key with another one is a mistake. */
  request: string;
  answer: Record<string, unknown>;
  /** Where the answer told one. */
  secret?: Secret;
  /** Milliseconds since 1970. */
  at: number;
}

export const emptyState = (): StripeState => ({ endpoints: [], replays: {} });
