import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { makePrivate } from "./home.ts";
import { type EngineSession, readDeployment } from "./session.ts";

interface StackFile {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

/** A secret that this machine makes up for a stack on loopback, where no real value is needed. */
export interface InventedSecret {
  readonly name: string;
  /** A valid value of the secret's format, new at each call. */
  invent(): string;
}

/**
 * Makes a stack on loopback ready for the engine: a passphrase, the stack itself, and a private copy of the committed
 * stack file, because every engine command writes into the stack file and a made-up secret belongs in nobody's git.
 * @param committed the stack file in git
 */
export async function prepareStack(
  session: EngineSession,
  projectName: string,
  committed: string,
  secrets: readonly InventedSecret[],
): Promise<void> {
  const { home, stackHome, stack } = session.setup;
  makePrivate(home.folder, home.state, home.pulumi, stackHome.folder);
  writeOnce(stackHome.passphraseFile, () => randomBytes(32).toString("base64url"));
  // The engine writes the stack file of the folder that it is started in: here that is the private copy.
  writeOnce(`${stackHome.folder}/Pulumi.yaml`, () => stringify({ name: projectName, runtime: "nodejs" }));
  const here = session.within(stackHome.folder);
  if ((await readDeployment(session, projectName)) === undefined) await here.must(["stack", "init", stack]);
  const config = mergeStackFile(committed, stackHome.configFile);
  for (const secret of secrets) {
    if (config[`secrets:${secret.name}`] !== undefined) continue;
    // Through standard input: an argument would show in the process list.
    await here.must(["config", "set", "--secret", `secrets:${secret.name}`, "--stack", stack], {
      input: secret.invent(),
    });
  }
}

/** Lays the committed settings over the private copy and keeps the copy's secrets and salt; the copy's configuration. */
function mergeStackFile(committed: string, copy: string): Readonly<Record<string, unknown>> {
  const theirs = readStackFile(committed);
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

const readStackFile = (file: string): StackFile => (existsSync(file) ? (parse(readFileSync(file, "utf8")) ?? {}) : {});

function writeOnce(file: string, content: () => string): void {
  if (!existsSync(file)) writeFileSync(file, content(), { mode: 0o600, flag: "wx" });
}
