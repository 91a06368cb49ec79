import type { Hand } from "./supabase-by-hand.ts";

/** The sets of settings in the vendor's own words; each one's import id is the project's ref. */
export async function settingsByHand({ call, at, ref }: Hand): Promise<Record<string, string>> {
  const api = { db_schema: "public,api", db_extra_search_path: "extensions", max_rows: 500, db_pool: 20 };
  await call("PATCH", `${at}/postgrest`, api);
  await call("PUT", `${at}/config/database/postgres`, postgres);
  const disk = { type: "gp3", size_gb: 16, iops: 4000, throughput_mibps: 250 };
  await call("POST", `${at}/config/disk`, { attributes: disk });
  await call("PATCH", `${at}/config/database/pooler`, { default_pool_size: 15, pool_mode: "transaction" });
  await call("PATCH", `${at}/config/storage`, storage);
  await call("PATCH", `${at}/config/realtime`, realtime);
  const ranges = { dbAllowedCidrs: ["203.0.113.0/24", "198.51.100.7/32"], dbAllowedCidrsV6: ["2001:db8::/32"] };
  await call("POST", `${at}/network-restrictions/apply`, ranges);
  await call("PUT", `${at}/ssl-enforcement`, { requestedConfig: { database: true } });
  return {
    supabaseApiSettings: ref,
    supabaseDatabaseSettings: ref,
    supabaseDiskSettings: ref,
    supabasePoolerSettings: ref,
    supabaseStorageSettings: ref,
    supabaseRealtimeSettings: ref,
    supabaseNetworkRestrictions: ref,
    supabaseSslEnforcement: ref,
  };
}

const postgres = {
  effective_cache_size: "1GB",
  logical_decoding_work_mem: "32MB",
  maintenance_work_mem: "64MB",
  track_activity_query_size: "2048B",
  max_connections: 90,
  max_locks_per_transaction: 128,
  max_parallel_maintenance_workers: 1,
  max_parallel_workers: 2,
  max_parallel_workers_per_gather: 1,
  max_replication_slots: 6,
  max_slot_wal_keep_size: "2GB",
  max_standby_archive_delay: "20s",
  max_standby_streaming_delay: "25s",
  max_wal_size: "2GB",
  max_wal_senders: 6,
  max_worker_processes: 7,
  session_replication_role: "origin",
  shared_buffers: "256MB",
  statement_timeout: "60s",
  track_commit_timestamp: true,
  wal_keep_size: "1GB",
  wal_sender_timeout: "50s",
  work_mem: "8MB",
  checkpoint_timeout: "6min",
  hot_standby_feedback: true,
  restart_database: false,
};

const storage = {
  fileSizeLimit: 10_485_760,
  features: {
    imageTransformation: { enabled: false },
    s3Protocol: { enabled: false },
    icebergCatalog: { enabled: true, maxNamespaces: 6, maxTables: 11, maxCatalogs: 3 },
    vectorBuckets: { enabled: true, maxBuckets: 11, maxIndexes: 6 },
  },
};

const realtime = {
  private_only: true,
  suspend: true,
  connection_pool: 5,
  max_concurrent_users: 300,
  max_events_per_second: 200,
  max_bytes_per_second: 200_000,
  max_channels_per_client: 20,
  max_joins_per_second: 40,
  max_presence_events_per_second: 10,
  max_payload_size_in_kb: 100,
  presence_enabled: false,
};
