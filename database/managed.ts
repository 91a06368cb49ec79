import type { Fact, FactBase } from "@supabase/pg-delta/core";
import type { PlanOptions } from "@supabase/pg-delta/plan";
import type { Policy } from "@supabase/pg-delta/policy";

/** Schemas that Supabase manages, and ours; the same list as in facts.sql. */
export const managedSchemas = [
  ...["auth", "storage", "realtime", "_realtime", "extensions", "graphql", "graphql_public", "vault", "pgsodium"],
  ...["pgsodium_masks", "pgbouncer", "supabase_functions", "supabase_migrations", "_analytics", "_supavisor", "net"],
  ...["cron", "pgmq", "pgtle", "topology", "tiger", "tiger_data", "groundplan"],
];

/** On the tables of these, people make policies and triggers of their own. */
const sharedSchemas = ["auth", "storage", "realtime"];

/** Preinstalled ones, which come and go with Supabase's upgrades. */
const managedExtensions = ["plpgsql", "pg_graphql", "supabase_vault", "pgsodium", "pg_stat_statements"];

/** First match wins. pg-delta's own Supabase profile hides the policies on storage.objects, so it is not used. */
const filter: NonNullable<Policy["filter"]> = [
  { match: { all: [{ kind: "policy" }, { schema: sharedSchemas }] }, action: "include" },
  {
    match: {
      all: [
        { kind: "trigger" },
        { schema: sharedSchemas },
        // Supabase's own triggers call functions of its own schemas.
        { not: { edgeTo: { kind: "function", schema: managedSchemas } } },
      ],
    },
    action: "include",
  },
  { match: { schema: managedSchemas }, action: "exclude" },
  { match: { all: [{ kind: "schema" }, { name: managedSchemas }] }, action: "exclude" },
  { match: { target: { schema: managedSchemas } }, action: "exclude" },
  { match: { target: { kind: "schema", name: managedSchemas } }, action: "exclude" },
  { match: { all: [{ kind: "extension" }, { name: managedExtensions }] }, action: "exclude" },
  { match: { target: { kind: "extension" } }, action: "exclude" },
  {
    match: { all: [{ kind: ["acl", "comment", "securityLabel"] }, { ownedByExtension: "*" }] },
    action: "exclude",
  },
  {
    match: { all: [{ kind: "eventTrigger" }, { edgeTo: { kind: "function", schema: managedSchemas } }] },
    action: "exclude",
  },
  { match: { all: [{ kind: "publication" }, { name: "supabase_realtime*" }] }, action: "exclude" },
  {
    match: {
      all: [{ kind: "defaultPrivilege" }, { idField: { field: "role", glob: ["supabase_*", "dashboard_user"] } }],
    },
    action: "exclude",
  },
];

/** What of two databases is compared and changed: what migrations decide; roles belong to the cluster. */
export function managedView(...bases: readonly FactBase[]): PlanOptions {
  const roles = bases.flatMap((base) => base.facts().map(roleName)).filter((name) => name !== undefined);
  return {
    scope: "database",
    defaultOwner: "postgres",
    policy: {
      id: "groundplan",
      assumedRoles: [...new Set(roles)],
      assumedSchemas: managedSchemas,
      assumedPublications: ["supabase_realtime"],
      filter,
    },
  };
}

const roleName = ({ id }: Fact): string | undefined => (id.kind === "role" ? id.name : undefined);
