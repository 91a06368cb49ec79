import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { ApiSettings } from "./api-settings.ts";
import { AuthSettings } from "./auth-settings.ts";
import { connect } from "./client.ts";
import { DatabaseSettings } from "./database-settings.ts";
import { EdgeFunction } from "./edge-function.ts";
import { FunctionSecret } from "./function-secret.ts";
import { Migrations } from "./migrations.ts";
import { NetworkRestrictions } from "./network-restrictions.ts";
import { PoolerSettings } from "./pooler-settings.ts";
import { Project } from "./project.ts";
import { RealtimeSettings } from "./realtime-settings.ts";
import { SslEnforcement } from "./ssl-enforcement.ts";
import { StorageBucket } from "./storage-bucket.ts";
import { StorageSettings } from "./storage-settings.ts";
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
    ...[AuthSettings, ApiSettings, DatabaseSettings, PoolerSettings, StorageSettings, RealtimeSettings],
    ...[NetworkRestrictions, SslEnforcement],
  ],
});
