import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { Addon as addon } from "./addon.ts";
import { ApiSettings as apiSettings } from "./api-settings.ts";
import { Apikey as apikey } from "./apikey.ts";
import { AuthEmailTemplate as authEmailTemplate } from "./auth-email-template.ts";
import { AuthSettings as authSettings } from "./auth-settings.ts";
import { BackupSchedule as backupSchedule } from "./backup-schedule.ts";
import { Branch as branch } from "./branch.ts";
import { CustomHostname as customHostname } from "./custom-hostname.ts";
import { CustomHostnameActivation as customHostnameActivation } from "./custom-hostname-activation.ts";
import { DatabaseSettings as databaseSettings } from "./database-settings.ts";
import { DiskSettings as diskSettings } from "./disk-settings.ts";
import { EdgeFunction as edgeFunction } from "./edge-function.ts";
import { FunctionSecret as functionSecret } from "./function-secret.ts";
import { Migrations as migrations } from "./migrations.ts";
import { NetworkRestrictions as networkRestrictions } from "./network-restrictions.ts";
import { PoolerSettings as poolerSettings } from "./pooler-settings.ts";
import { Project as project } from "./project.ts";
import { supabase } from "./provider.ts";
import { ReadReplica as readReplica } from "./read-replica.ts";
import { RealtimeSettings as realtimeSettings } from "./realtime-settings.ts";
import { SslEnforcement as sslEnforcement } from "./ssl-enforcement.ts";
import { StorageBucket as storageBucket } from "./storage-bucket.ts";
import { StorageSettings as storageSettings } from "./storage-settings.ts";
import { ThirdPartyAuth as thirdPartyAuth } from "./third-party-auth.ts";
import { VanitySubdomain as vanitySubdomain } from "./vanity-subdomain.ts";
import { VaultSecret as vaultSecret } from "./vault-secret.ts";

/** Supabase, its endpoint and token taken from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Record<string, never> = {}, opts?: pulumi.ResourceOptions) {
    super(supabase.name, name, args, opts);
  }
}

/** A Supabase project: a Postgres database with Auth, Storage, Realtime, Edge Functions and a Data API. */
export const Project = resourceClass(pulumi, project, supabase.version);
export type Project = InstanceType<typeof Project>;

/** Settings of a project's Auth. */
export const AuthSettings = resourceClass(pulumi, authSettings, supabase.version);
export type AuthSettings = InstanceType<typeof AuthSettings>;

/** Settings of a project's Data API. */
export const ApiSettings = resourceClass(pulumi, apiSettings, supabase.version);
export type ApiSettings = InstanceType<typeof ApiSettings>;

/** One environment variable of all edge functions of a project. */
export const FunctionSecret = resourceClass(pulumi, functionSecret, supabase.version);
export type FunctionSecret = InstanceType<typeof FunctionSecret>;

/** An edge function (Deno). */
export const EdgeFunction = resourceClass(pulumi, edgeFunction, supabase.version);
export type EdgeFunction = InstanceType<typeof EdgeFunction>;

/** The schema of a project's database as a folder of SQL files. */
export const Migrations = resourceClass(pulumi, migrations, supabase.version);
export type Migrations = InstanceType<typeof Migrations>;

/** Parameters of a project's Postgres. */
export const DatabaseSettings = resourceClass(pulumi, databaseSettings, supabase.version);
export type DatabaseSettings = InstanceType<typeof DatabaseSettings>;

/** Settings of a project's connection pooler. */
export const PoolerSettings = resourceClass(pulumi, poolerSettings, supabase.version);
export type PoolerSettings = InstanceType<typeof PoolerSettings>;

/** Settings of a project's Storage. */
export const StorageSettings = resourceClass(pulumi, storageSettings, supabase.version);
export type StorageSettings = InstanceType<typeof StorageSettings>;

/** Settings of a project's Realtime. */
export const RealtimeSettings = resourceClass(pulumi, realtimeSettings, supabase.version);
export type RealtimeSettings = InstanceType<typeof RealtimeSettings>;

/** Addresses that may connect to a project's database. */
export const NetworkRestrictions = resourceClass(pulumi, networkRestrictions, supabase.version);
export type NetworkRestrictions = InstanceType<typeof NetworkRestrictions>;

/** Whether a project's database refuses connections without TLS. */
export const SslEnforcement = resourceClass(pulumi, sslEnforcement, supabase.version);
export type SslEnforcement = InstanceType<typeof SslEnforcement>;

/** A bucket of a project's Storage. */
export const StorageBucket = resourceClass(pulumi, storageBucket, supabase.version);
export type StorageBucket = InstanceType<typeof StorageBucket>;

/** A secret in the vault of a project's database. */
export const VaultSecret = resourceClass(pulumi, vaultSecret, supabase.version);
export type VaultSecret = InstanceType<typeof VaultSecret>;

/** A paid add-on of a project: point in time recovery, an IPv4 address, or custom domains. */
export const Addon = resourceClass(pulumi, addon, supabase.version);
export type Addon = InstanceType<typeof Addon>;

/** A further API key of a project. */
export const Apikey = resourceClass(pulumi, apikey, supabase.version);
export type Apikey = InstanceType<typeof Apikey>;

/** When a project's daily backup is made. */
export const BackupSchedule = resourceClass(pulumi, backupSchedule, supabase.version);
export type BackupSchedule = InstanceType<typeof BackupSchedule>;

/** A host name of one's own for a project's APIs. */
export const CustomHostname = resourceClass(pulumi, customHostname, supabase.version);
export type CustomHostname = InstanceType<typeof CustomHostname>;

/** Puts a CustomHostname in force, once its DNS records stand. */
export const CustomHostnameActivation = resourceClass(pulumi, customHostnameActivation, supabase.version);
export type CustomHostnameActivation = InstanceType<typeof CustomHostnameActivation>;

/** A read-only copy of a project's database in another region. */
export const ReadReplica = resourceClass(pulumi, readReplica, supabase.version);
export type ReadReplica = InstanceType<typeof ReadReplica>;

/** Another issuer whose tokens a project takes. */
export const ThirdPartyAuth = resourceClass(pulumi, thirdPartyAuth, supabase.version);
export type ThirdPartyAuth = InstanceType<typeof ThirdPartyAuth>;

/** A preview branch of a project. */
export const Branch = resourceClass(pulumi, branch, supabase.version);
export type Branch = InstanceType<typeof Branch>;

/** A readable name for a project's APIs under the vendor's own domain. */
export const VanitySubdomain = resourceClass(pulumi, vanitySubdomain, supabase.version);
export type VanitySubdomain = InstanceType<typeof VanitySubdomain>;

/** The text of one kind of mail that a project's Auth sends. */
export const AuthEmailTemplate = resourceClass(pulumi, authEmailTemplate, supabase.version);
export type AuthEmailTemplate = InstanceType<typeof AuthEmailTemplate>;

/** The disk of a project's database. */
export const DiskSettings = resourceClass(pulumi, diskSettings, supabase.version);
export type DiskSettings = InstanceType<typeof DiskSettings>;
