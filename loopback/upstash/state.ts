import type { Secret, VendorContext } from "../core/vendor.ts";

export type Context = VendorContext<UpstashState>;

export interface UpstashState {
  databases: StoredDatabase[];
}

export interface StoredDatabase {
  database_id: string;
  database_name: string;
  region: string;
  primary_region: string;
  read_regions: string[];
  tls: boolean;
  eviction: boolean;
  auto_upgrade: boolean;
  prod_pack_enabled: boolean;
  /** Dollars a month. */
  budget: number;
  allowed_ip_ranges: string[];
  /** Seconds since 1970. */
  creation_time: number;
  password: Secret;
  rest_token: Secret;
  read_only_rest_token: Secret;
}

export const emptyState = (): UpstashState => ({ databases: [] });
