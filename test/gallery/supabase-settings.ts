import * as supabase from "../../providers/supabase/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import type { Wall } from "./supabase-project.ts";

/** What a project has one set of each. */
export function hangSettings(exhibition: Exhibition, wall: Wall): void {
  const { hang, turn } = exhibition;
  const { projectRef, opts } = wall;
  hang(
    "supabaseApiSettings",
    supabase.ApiSettings,
    {
      projectRef,
      schemas: turn(["public", "api"], ["api"]),
      extraSearchPath: turn(["extensions"], ["public", "extensions"]),
      maxRows: turn(500, 250),
      dbPool: turn(20, 30),
    },
    opts,
  );
  hangDatabase(exhibition, wall);
  hang(
    "supabaseStorageSettings",
    supabase.StorageSettings,
    {
      projectRef,
      fileSizeLimit: turn(10_485_760, 20_971_520),
      features: {
        imageTransformation: { enabled: turn(false, true) },
        s3Protocol: { enabled: turn(false, true) },
        icebergCatalog: turn(
          { enabled: true, maxNamespaces: 6, maxTables: 11, maxCatalogs: 3 },
          { enabled: false, maxNamespaces: 7, maxTables: 12, maxCatalogs: 4 },
        ),
        vectorBuckets: turn(
          { enabled: true, maxBuckets: 11, maxIndexes: 6 },
          { enabled: false, maxBuckets: 12, maxIndexes: 7 },
        ),
      },
    },
    opts,
  );
  hang(
    "supabaseRealtimeSettings",
    supabase.RealtimeSettings,
    {
      projectRef,
      privateOnly: turn(true, false),
      suspend: turn(true, false),
      connectionPool: turn(5, 6),
      maxConcurrentUsers: turn(300, 400),
      maxEventsPerSecond: turn(200, 250),
      maxBytesPerSecond: turn(200_000, 250_000),
      maxChannelsPerClient: turn(20, 30),
      maxJoinsPerSecond: turn(40, 50),
      maxPresenceEventsPerSecond: turn(10, 12),
      maxPayloadSizeInKb: turn(100, 120),
      presenceEnabled: turn(false, true),
    },
    opts,
  );
}

function hangDatabase({ hang, turn }: Exhibition, { projectRef, opts }: Wall): void {
  hang(
    "supabaseDatabaseSettings",
    supabase.DatabaseSettings,
    {
      projectRef,
      restartDatabase: turn(false, true),
      effectiveCacheSize: turn("1GB", "2GB"),
      logicalDecodingWorkMem: turn("32MB", "64MB"),
      maintenanceWorkMem: turn("64MB", "128MB"),
      trackActivityQuerySize: turn("2048B", "4096B"),
      maxConnections: turn(90, 100),
      maxLocksPerTransaction: turn(128, 256),
      maxParallelMaintenanceWorkers: turn(1, 2),
      maxParallelWorkers: turn(2, 4),
      maxParallelWorkersPerGather: turn(1, 2),
      maxReplicationSlots: turn(6, 8),
      maxSlotWalKeepSize: turn("2GB", "4GB"),
      maxStandbyArchiveDelay: turn("20s", "40s"),
      maxStandbyStreamingDelay: turn("25s", "45s"),
      maxWalSize: turn("2GB", "4GB"),
      maxWalSenders: turn(6, 8),
      maxWorkerProcesses: turn(7, 8),
      sessionReplicationRole: turn("origin", "local"),
      sharedBuffers: turn("256MB", "512MB"),
      statementTimeout: turn("60s", "90s"),
      trackCommitTimestamp: turn(true, false),
      walKeepSize: turn("1GB", "2GB"),
      walSenderTimeout: turn("50s", "70s"),
      workMem: turn("8MB", "16MB"),
      checkpointTimeout: turn("6min", "7min"),
      hotStandbyFeedback: turn(true, false),
    },
    opts,
  );
  hang(
    "supabaseDiskSettings",
    supabase.DiskSettings,
    {
      projectRef,
      type: turn("gp3", "io2"),
      sizeGb: turn(16, 32),
      iops: turn(4000, 5000),
      ...turn({ throughputMibps: 250 }, {}),
    },
    opts,
  );
  hang(
    "supabasePoolerSettings",
    supabase.PoolerSettings,
    { projectRef, defaultPoolSize: turn(15, 20), poolMode: turn("transaction", "session") },
    opts,
  );
  hang(
    "supabaseNetworkRestrictions",
    supabase.NetworkRestrictions,
    {
      projectRef,
      dbAllowedCidrs: turn(["203.0.113.0/24", "198.51.100.7/32"], ["0.0.0.0/0"]),
      dbAllowedCidrsV6: turn(["2001:db8::/32"], []),
    },
    opts,
  );
  hang("supabaseSslEnforcement", supabase.SslEnforcement, { projectRef, database: turn(true, false) }, opts);
}
