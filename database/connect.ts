import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import pg from "pg";
import { PlatformError } from "../src/errors.ts";

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string;
  /**
   * `verify`: TLS with the server's certificate and name checked. `auto` (the default) is the same, except that a server on
   * this machine's loopback is spoken to in plain. There is no way to skip the check.
   */
  readonly tls?: "auto" | "verify";
  /** How long to wait for the session, in milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * Opens a session; the caller ends it (`client.end()`).
 * @throws PlatformError `database/unreachable`, `database/login` or `database/tls`, none of which holds the password.
 */
export async function connection(options: ConnectionOptions): Promise<pg.Client> {
  const client = new pg.Client(await sessionSettings(options));
  // A session that is cut off is told by the query that fails; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw explain(error, options);
  }
}

/** What `pg` needs to open such sessions, for libraries that open their own. */
export async function sessionSettings(options: ConnectionOptions): Promise<pg.ClientConfig> {
  const { host, port, user, database, password, tls = "auto", timeoutMs = 10_000 } = options;
  const plain = tls === "auto" && isLoopback(host);
  return {
    ...{ host, port, user, database, password, keepAlive: true, application_name: "groundplan" },
    ssl: plain ? false : { ca: [...rootCertificates, await supabaseRoots()], rejectUnauthorized: true },
    connectionTimeoutMillis: timeoutMs,
  };
}

function supabaseRoots(): Promise<string> {
  return readFile(join(import.meta.dirname, "supabase-ca.pem"), "utf8");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
}

function explain(error: unknown, { host, port, user, database, timeoutMs = 10_000 }: ConnectionOptions): PlatformError {
  const where = `database ${database} at ${host}:${port} as ${user}`;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (error instanceof pg.DatabaseError) {
    // 28: invalid authorization. The pooler says the same of an unknown project ("Tenant or user not found").
    const login = code.startsWith("28") || /tenant or user not found/i.test(message);
    return new PlatformError({
      code: login ? "database/login" : "database/refused",
      where,
      problem: `Postgres refuses the session: ${message}.`,
      fix: login
        ? "check the database password of this stack (dashboard: Project Settings, Database), then: npx groundplan secrets set SUPABASE_DB_PASSWORD"
        : "wait until the project is healthy, then run again; its dashboard says what it is doing",
    });
  }
  if (/certificate|self.signed|SSL|TLS/i.test(message) || /^(ERR_TLS|CERT_|UNABLE_TO|DEPTH_ZERO)/.test(code)) {
    return new PlatformError({
      code: "database/tls",
      where,
      problem: `the server's certificate was not accepted (${message}); roots: Node's and Supabase's (until 2031 and 2035).`,
      fix: "if Supabase has a new root certificate (dashboard: Database Settings, SSL), add it to database/supabase-ca.pem",
    });
  }
  const silent = /timeout/i.test(message) ? `it did not answer within ${timeoutMs / 1000} s` : message;
  return new PlatformError({
    code: "database/unreachable",
    where,
    problem: `no connection: ${silent}.`,
    fix: "check the network and the project's network restrictions; on this machine: npx groundplan loopback start",
  });
}
