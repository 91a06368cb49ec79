import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionOptions } from "../../database/connect.ts";
import { withScratchFolder } from "./scratch-folder.ts";

/** What Postgres' own programs read their connection from: nothing of it is an argument, which everybody could list. */
export interface ToolSession {
  readonly environment: Readonly<Record<string, string>>;
  /** A folder that only we may enter, removed at the end. */
  readonly folder: string;
}

/** Runs `work` with a password file (0600, in a folder of its own) that is gone afterwards. */
export const withToolSession = <T>(
  options: ConnectionOptions,
  supabaseCertificates: string,
  work: (session: ToolSession) => Promise<T>,
): Promise<T> =>
  withScratchFolder((folder) => {
    const file = join(folder, "pgpass");
    const { host, port, database, user, password } = options;
    writeFileSync(file, `${[host, String(port), database, user, password].map(escaped).join(":")}\n`, { mode: 0o600 });
    const here = host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
    const environment = {
      ...{ PGHOST: host, PGPORT: String(port), PGDATABASE: database, PGUSER: user, PGPASSFILE: file },
      // The same rule as for our own sessions: TLS with certificate and name checked, except on this machine.
      ...(here ? { PGSSLMODE: "disable" } : { PGSSLMODE: "verify-full", PGSSLROOTCERT: supabaseCertificates }),
      ...{ PGAPPNAME: "groundplan", PGCONNECT_TIMEOUT: "10", PGCLIENTENCODING: "UTF8", LC_ALL: "C" },
    };
    return work({ environment, folder });
  });

/** PostgreSQL manual, "The Password File": `:` and `\` are escaped. */
const escaped = (field: string): string => field.replaceAll(/[\\:]/g, "\\$&");
