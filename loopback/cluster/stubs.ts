/** One stub extension of the local Postgres, and what a green run with it does not show. */
export interface Stub {
  readonly extension: string;
  readonly does: string;
  readonly cannotProve: string;
}

/**
 * The local database differs from a Supabase project in this, too: roles are shared by all local projects (`alter role anon`
 * in one is seen by all); auth, storage and realtime hold the tables that migrations refer to, not all of the vendor's; and
 * settings are Postgres' own, not those of a compute size.
 *
 * Supabase's extensions that the embedded Postgres lacks, as far as migrations need them to apply. All others that are not
 * in Postgres' own contrib (vector, postgis, pgmq, pgtap, wrappers, …) are refused with Postgres' own message.
 */
export const stubs: readonly Stub[] = [
  {
    extension: "pg_cron",
    does: "keeps jobs in cron.job, refuses a malformed schedule",
    cannotProve: "that a job runs, and what its command does",
  },
  {
    extension: "pg_net",
    does: "keeps requests in net.http_request_queue",
    cannotProve: "that a request is sent, and how its response is handled",
  },
  {
    extension: "pg_graphql",
    does: "answers every query with an error",
    cannotProve: "the GraphQL schema and its permissions",
  },
  {
    extension: "supabase_vault",
    does: "keeps, changes and shows secrets",
    cannotProve: "encryption at rest: values are stored as they are",
  },
  {
    extension: "pgsodium",
    does: "gives the schema and the key table",
    cannotProve: "any call of its functions: there are none",
  },
  {
    extension: "pgjwt",
    does: "signs and verifies HMAC tokens as the original does",
    cannotProve: "nothing less than the original",
  },
];
