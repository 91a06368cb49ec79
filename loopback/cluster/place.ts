import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { PlatformError } from "../../src/errors.ts";

const run = promisify(execFile);

/** The account that runs Postgres. Absent when the present user may run it himself. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The folder of one cluster, and who runs it. */
export interface Place {
  readonly root: string;
  readonly account: Account | undefined;
  /** The command that starts another one so that it does not see itself as root; empty where none is needed. */
  readonly disguise: readonly string[];
}

/**
 * In a container without other accounts (`unshare -r`) root is nobody but the user himself: inside one more namespace
 * the same user has an ordinary number, with which Postgres agrees to run.
 */
const namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"];

/** Where only root can write: for homes that the account cannot walk to. */
const awayFolder = "/var/lib/groundplan";

/**
 * Finds and creates the folder of the cluster: `<home>/postgres`, mode 0700.
 *
 * Postgres refuses to run as root, so root runs it as the account `postgres`. That account must be able to walk to the
 * folder: the folders of our own above it become passable for its group, and where somebody else's folder is in the way
 * (a checkout under `/root`) the cluster moves to `/var/lib/groundplan/<hash of home>`, until that home is gone.
 */
export async function preparePlace(home: string): Promise<Place> {
  const beside = join(home, "postgres");
  await mkdir(beside, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) {
    await chmod(beside, 0o700);
    return { root: beside, account: undefined, disguise: [] };
  }
  if (await isOnlyAccount()) {
    await chmod(beside, 0o700);
    return { root: beside, account: undefined, disguise: namespace };
  }
  const account = await postgresAccount();
  await openOwnFolders(home, account);
  await giveTo(beside, account);
  if (await canEnter(beside, account)) return { root: beside, account, disguise: [] };

  const away = join(awayFolder, `postgres-${createHash("sha256").update(home).digest("hex").slice(0, 16)}`);
  await mkdir(awayFolder, { recursive: true, mode: 0o755 });
  await removeAbandoned();
  await mkdir(away, { recursive: true, mode: 0o700 });
  await writeFile(join(away, "home"), home, { mode: 0o600 });
  await giveTo(away, account);
  if (await canEnter(away, account)) return { root: away, account, disguise: [] };
  throw new PlatformError({
    code: "cluster/unreachable-folder",
    where: beside,
    problem: `the account "postgres", which runs the local Postgres for root, can enter neither this folder nor ${away}.`,
    fix: "move the project to a folder that every account may enter (for example /srv), or run as an ordinary user",
  });
}

/** True where the system knows a single user number here, so that nobody else's can be taken on. */
async function isOnlyAccount(): Promise<boolean> {
  // Linux: "<number here> <number outside> <how many>" a line; other systems have no such file.
  const map = await readFile("/proc/self/uid_map", "utf8").catch(() => "");
  const counts = map
    .trim()
    .split("\n")
    .map((line) => Number(line.trim().split(/\s+/)[2]));
  return map !== "" && counts.length === 1 && counts[0] === 1;
}

/** Removes clusters whose home was deleted; nothing else would. One that still runs is left to end by itself. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(awayFolder)) {
    const folder = join(awayFolder, name);
    const home = await readFile(join(folder, "home"), "utf8").catch(() => undefined);
    if (home === undefined || existsSync(home) || existsSync(join(folder, "data", "postmaster.pid"))) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes a file or folder private to the account that runs Postgres. */
export async function giveTo(path: string, account: Account | undefined): Promise<void> {
  const info = await stat(path);
  if (account) await chown(path, account.uid, account.gid);
  await chmod(path, info.isDirectory() ? 0o700 : 0o600);
}

/** Whether the account can walk to the folder. Asked of the system itself, because modes alone do not tell (ACLs). */
export async function canEnter(folder: string, account: Account | undefined): Promise<boolean> {
  const identity = account ?? {};
  return run("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...identity, env: {}, cwd: "/" }).then(
    () => true,
    () => false,
  );
}

/**
 * Lets the account's group pass (not read) the folders that are ours and private: the home itself, those inside
 * `.groundplan`, and scratch folders of root in the folder for temporary files, which are made with mode 0700.
 */
async function openOwnFolders(home: string, account: Account): Promise<void> {
  const [start, temporary] = await Promise.all([realpath(home), realpath(tmpdir())]);
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const ours = `${folder}/`.includes("/.groundplan/") || folder.startsWith(`${temporary}/`);
    if (folder !== start && !ours) continue;
    const info = await stat(folder);
    if (info.uid !== 0 || (info.mode & 0o001) !== 0) continue;
    await chown(folder, 0, account.gid);
    await chmod(folder, 0o710);
  }
}

async function postgresAccount(): Promise<Account> {
  const known = await readAccount();
  if (known) return known;
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
  } catch {
    throw noAccount();
  }
  const made = await readAccount();
  if (!made) throw noAccount();
  return made;
}

async function readAccount(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", "postgres"]), run("id", ["-g", "postgres"])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

function noAccount(): PlatformError {
  return new PlatformError({
    code: "cluster/no-account",
    where: "local Postgres",
    problem: 'Postgres refuses to run as root, and there is no account "postgres" to run it as, nor could one be made.',
    fix: "run as an ordinary user, or create the account: useradd --system --user-group postgres",
  });
}
