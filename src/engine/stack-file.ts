import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parse, stringify } from "yaml";
import { makePrivate } from "./home.ts";
import { type EngineSession, readDeployment } from "./session.ts";

interface StackFile {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

/** A secret that this machine makes up for a stack on loopback, where no real value is needed. */
interface InventedSecret {
  readonly name: string;
  /** A valid value of the secret's format, new at each call. */
  invent(): string;
}

/** What a private stack file is made of. */
export interface StackFileSource {
  /** The stack file in git. */
  readonly file: string;
  /** The stack begins anew in a place of its own: what was encrypted or adopted elsewhere means nothing there. */
  readonly fresh: boolean;
  readonly invented: readonly InventedSecret[];
}

/**
 * Makes a stack on loopback ready for the engine: a passphrase, the stack itself, and a private copy of the committed
 * stack file, because every engine command writes into the stack file and a made-up secret belongs in nobody's git.
 */
export async function prepareStack(
  session: EngineSession,
  projectName: string,
  { file, fresh, invented }: StackFileSource,
): Promise<void> {
  const { home, stackHome, stack } = session.setup;
  makePrivate(home.folder, home.state, home.pulumi, stackHome.folder);
  writeOnce(stackHome.passphraseFile, () => randomBytes(32).toString("base64url"));
  // The engine writes the stack file of the folder that it is started in: here that is the private copy.
  writeOnce(`${stackHome.folder}/Pulumi.yaml`, () => stringify({ name: projectName, runtime: "nodejs" }));
  const here = session.within(stackHome.folder);
  if ((await readDeployment(session, projectName)) === undefined) await here.must(["stack", "init", stack]);
  const committed = readStackFile(file);
  const config = mergeStackFile(fresh ? portable(committed) : committed, stackHome.configFile);
  for (const secret of invented) {
    if (config[`secrets:${secret.name}`] !== undefined) continue;
    // Through standard input: an argument would show in the process list.
    await here.must(["config", "set", "--secret", `secrets:${secret.name}`, "--stack", stack], {
      input: secret.invent(),
    });
  }
}

/**
 * Writes a copy of a stack file that adopts more than the file says, to try that out. It holds the file's ciphertexts,
 * so it stays as private as they are.
 */
export function writeAdopting(file: string, copy: string, adopt: Readonly<Record<string, string>>): void {
  const { config = {}, ...rest } = readStackFile(file);
  const environment = { ...(config["groundplan:environment"] ?? {}), adopt };
  const text = stringify({ ...rest, config: { ...config, "groundplan:environment": environment } });
  makePrivate(dirname(copy));
  writeFileSync(copy, text, { mode: 0o600 });
}

/** Lays the committed settings over the private copy and keeps the copy's secrets and salt; the copy's configuration. */
function mergeStackFile(theirs: StackFile, copy: string): Readonly<Record<string, unknown>> {
  const ours = readStackFile(copy);
  const secrets = Object.entries(ours.config ?? {}).filter(([key]) => key.startsWith("secrets:"));
  const merged = { ...ours, ...theirs, config: { ...theirs.config, ...Object.fromEntries(secrets) } };
  const text = stringify(merged);
  if (!existsSync(copy) || readFileSync(copy, "utf8") !== text) {
    writeFileSync(`${copy}.new`, text, { mode: 0o600 });
    renameSync(`${copy}.new`, copy);
  }
  return merged.config;
}

/** What a stack file says wherever it runs: without ciphertexts and without ids of what exists at the vendors. */
function portable(file: StackFile): StackFile {
  const { secretsprovider: _provider, encryptionsalt: _salt, encryptedkey: _key, ...rest } = file;
  const plain = Object.entries(file.config ?? {}).filter(([key]) => !key.startsWith("secrets:"));
  return { ...rest, config: Object.fromEntries(plain.map(([key, value]) => [key, withoutAdoption(value)])) };
}

function withoutAdoption(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("adopt" in value)) return value;
  const { adopt: _, ...rest } = value;
  return rest;
}

const readStackFile = (file: string): StackFile => (existsSync(file) ? (parse(readFileSync(file, "utf8")) ?? {}) : {});

function writeOnce(file: string, content: () => string): void {
  if (!existsSync(file)) writeFileSync(file, content(), { mode: 0o600, flag: "wx" });
}
