import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { Addon } from "./addon.ts";
import { ApiSettings } from "./api-settings.ts";
import { Apikey } from "./apikey.ts";
import { AuthEmailTemplate } from "./auth-email-template.ts";
import { AuthSettings } from "./auth-settings.ts";
import { BackupSchedule } from "./backup-schedule.ts";
import { Branch } from "./branch.ts";
import { connect } from "./client.ts";
import { CustomHostname } from "./custom-hostname.ts";
import { CustomHostnameActivation } from "./custom-hostname-activation.ts";
import { DatabaseSettings } from "./database-settings.ts";
import { DiskSettings } from "./disk-settings.ts";
import { EdgeFunction } from "./edge-function.ts";
import { FunctionSecret } from "./function-secret.ts";
import { Migrations } from "./migrations.ts";
import { NetworkRestrictions } from "./network-restrictions.ts";
import { PoolerSettings } from "./pooler-settings.ts";
import { Project } from "./project.ts";
import { ReadReplica } from "./read-replica.ts";
import { RealtimeSettings } from "./realtime-settings.ts";
import { SslEnforcement } from "./ssl-enforcement.ts";
import { StorageBucket } from "./storage-bucket.ts";
import { StorageSettings } from "./storage-settings.ts";
import { ThirdPartyAuth } from "./third-party-auth.ts";
import { VanitySubdomain } from "./vanity-subdomain.ts";
import { VaultSecret } from "./vault-secret.ts";

export const supabase = provider({
  name: "supabase",
  version: "0.1.0",
  displayName: "Supabase",
  config: z.object({}),
  // The engine starts a plugin in the program's folder.
  configure: (_config, machine) => connect(machine, process.cwd()),
  resources: [
    ...[Project, FunctionSecret, EdgeFunction, Migrations, StorageBucket, VaultSecret],
    ...[
      AuthSettings,
      AuthEmailTemplate,
      ApiSettings,
      DatabaseSettings,
      PoolerSettings,
      StorageSettings,
      RealtimeSettings,
    ],
    ...[DiskSettings, NetworkRestrictions, SslEnforcement, BackupSchedule],
    ...[Apikey, ThirdPartyAuth, Addon, CustomHostname, CustomHostnameActivation, VanitySubdomain],
    ...[ReadReplica, Branch],
  ],
});
