import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { PlatformError } from "../../src/errors.ts";
import type { Cluster } from "../core/vendor.ts";
import { preparePlace } from "./place.ts";
import { type Server, startServer } from "./server.ts";
import { prepareTemplate, templateName } from "./template.ts";
import { scramVerifier } from "./verifier.ts";

/** Opens a session of the superuser in a database, runs `work` in it, and closes it. */
export type AsAdmin = <Result>(database: string, work: (client: pg.Client) => Promise<Result>) => Promise<Result>;

interface Running {
  readonly server: Server;
  readonly asAdmin: AsAdmin;
}

/**
 * The Postgres 17 of one loopback home, kept in `<home>/postgres` and started at first use. Every database is a copy of
 * a template with Supabase's roles, schemas and functions.
 *
 * Its login role `postgres.<name>` becomes `postgres` at once, as a session of Supabase's pooler does: what it creates
 * belongs to `postgres`. Creating a database that exists sets its password. Errors are `PlatformError`s `cluster/…`.
 */
export function openCluster(home: string): Cluster {
  let current: Promise<Running> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const running = async (): Promise<Running> => {
    current ??= start(home);
    const attempt = current;
    const forget = () => {
      if (current === attempt) current = undefined;
    };
    const state = await attempt.catch((error) => {
      forget();
      throw error;
    });
    if (state.server.running()) return state;
    forget();
    return running();
  };
  /** Roles are shared by all databases, so changes of theirs go one after the other. */
  const inTurn = <Result>(work: (asAdmin: AsAdmin) => Promise<Result>): Promise<Result> => {
    const result = queue.then(async () => work((await running()).asAdmin));
    queue = result.catch(() => undefined);
    return result;
  };

  return {
    host: "127.0.0.1",
    port: async () => (await running()).server.port,
    createDatabase: (name, password) => inTurn((asAdmin) => create(asAdmin, checked(name), password)),
    setPassword: (name, password) => inTurn((asAdmin) => setPassword(asAdmin, checked(name), password)),
    dropDatabase: (name) => inTurn((asAdmin) => drop(asAdmin, checked(name))),
    stop: async () => {
      await queue;
      const state = await current?.catch(() => undefined);
      current = undefined;
      await state?.server.stop();
    },
  };
}

async function start(home: string): Promise<Running> {
  const place = await preparePlace(home);
  const password = await superuserPassword(join(place.root, "superuser.password"));
  const server = await startServer(place, password);
  const asAdmin = sessions(server.port, password);
  try {
    await prepareTemplate(asAdmin);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, asAdmin };
}

async function create(asAdmin: AsAdmin, name: string, password: string): Promise<void> {
  const role = pg.escapeIdentifier(`postgres.${name}`);
  const database = pg.escapeIdentifier(name);
  await asAdmin("postgres", async (admin) => {
    const known = await admin.query("select from pg_roles where rolname = $1", [`postgres.${name}`]);
    if (known.rowCount === 0) await admin.query(`create role ${role}`);
    await admin.query(`alter role ${role} login noinherit password ${verifierOf(password)}`);
    // Without inheritance the role may become `postgres`, but has no rights of its own in other projects' databases.
    await admin.query(`grant postgres to ${role} with inherit false, set true`);
    // Supabase: settings of role postgres. A role that is switched to brings none of its own.
    await admin.query(`alter role ${role} set role postgres`);
    await admin.query(`alter role ${role} set search_path = "$user", public, extensions`);
    await admin.query(`alter role ${role} set statement_timeout = '2min'`);
    const stands = await admin.query("select from pg_database where datname = $1", [name]);
    if (stands.rowCount === 0) {
      await admin.query(`create database ${database} template ${templateName} owner postgres`);
    }
    await admin.query(`revoke all on database ${database} from public`);
    await admin.query(`grant connect, temporary on database ${database} to ${role}, authenticator`);
  });
}

async function setPassword(asAdmin: AsAdmin, name: string, password: string): Promise<void> {
  await asAdmin("postgres", async (admin) => {
    const known = await admin.query("select from pg_roles where rolname = $1", [`postgres.${name}`]);
    if (known.rowCount === 0) throw unknownDatabase(name);
    await admin.query(`alter role ${pg.escapeIdentifier(`postgres.${name}`)} password ${verifierOf(password)}`);
  });
}

const verifierOf = (password: string): string => pg.escapeLiteral(scramVerifier(password, randomBytes(16)));

async function drop(asAdmin: AsAdmin, name: string): Promise<void> {
  await asAdmin("postgres", async (admin) => {
    await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    await admin.query(`drop role if exists ${pg.escapeIdentifier(`postgres.${name}`)}`);
  });
}

function sessions(port: number, password: string): AsAdmin {
  return async (database, work) => {
    const client = new pg.Client({ host: "127.0.0.1", port, user: "supabase_admin", password, database, ssl: false });
    client.on("error", () => undefined); // A server that stops meanwhile is told by the query that fails.
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
}

/** The password lives as long as the data folder that was made with it. */
async function superuserPassword(file: string): Promise<string> {
  const known = await readFile(file, "utf8").catch(() => undefined);
  if (known) return known.trim();
  const password = randomBytes(24).toString("base64url");
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: "wx" });
  return password;
}

/** Postgres cuts longer names off silently, and its own databases must not be taken. */
function checked(name: string): string {
  if (/^[a-z][a-z0-9_-]{0,53}$/.test(name) && !["postgres", "template0", "template1", templateName].includes(name)) {
    return name;
  }
  throw new PlatformError({
    code: "cluster/database-name",
    where: `local database "${name}"`,
    problem: "a name is 1 to 54 lower-case letters, digits, _ and -, begins with a letter, and is not Postgres' own.",
    fix: "choose another name; a project's ref (20 lower-case letters) is always right",
  });
}

function unknownDatabase(name: string): PlatformError {
  return new PlatformError({
    code: "cluster/unknown-database",
    where: `local database "${name}"`,
    problem: "there is no such database on the local Postgres.",
    fix: "create the project first: npx groundplan up",
  });
}
