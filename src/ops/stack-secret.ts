import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { CommandContext } from "./command.ts";
import { openStack } from "./open-stack.ts";
import { decrypted } from "./passphrase.ts";
import type { ReachedStack } from "./reach-stack.ts";

/**
 * The value of a stack's secret. In a deployment job it is in the environment, under its own name; elsewhere it is in the
 * stack file, and opened with the passphrase where the machine has one. Only where another key is needed (Pulumi Cloud,
 * a cloud's key service) an engine is started for it.
 */
export async function stackSecret(context: CommandContext, reached: ReachedStack, name: string): Promise<string> {
  const { environment, project } = context;
  const { files, loopback, spec } = reached;
  const given = environment[name] || undefined;
  // What this machine made up for its own cloud comes first: the shell may hold a real environment's.
  if (loopback !== undefined) {
    const own = fromFile(files.configFile, name, passphraseOf(files.passphraseFile));
    if (own !== undefined || given !== undefined) return own ?? given ?? "";
  } else if (given !== undefined) return given;
  const file = join(project, `Pulumi.${spec.stack}.yaml`);
  const passphrase =
    environment["PULUMI_CONFIG_PASSPHRASE"] ?? passphraseOf(environment["PULUMI_CONFIG_PASSPHRASE_FILE"]);
  const own = loopback === undefined ? fromFile(file, name, passphrase) : undefined;
  if (own !== undefined) return own;
  const { session, files: opened } = await openStack(context, { lenient: true });
  const engine = session.setup.onLoopback ? session.within(opened.folder) : session;
  return (await engine.must(["config", "get", `secrets:${name}`, "--stack", spec.stack])).trim();
}

const passphraseOf = (file: string | undefined): string | undefined =>
  file !== undefined && existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;

function fromFile(file: string, name: string, passphrase: string | undefined): string | undefined {
  if (passphrase === undefined || !existsSync(file)) return undefined;
  const content: unknown = parse(readFileSync(file, "utf8"));
  const salt = at(content, "encryptionsalt");
  const ciphertext = at(content, "config", `secrets:${name}`, "secure");
  if (typeof salt !== "string" || typeof ciphertext !== "string") return undefined;
  return decrypted(passphrase, salt, ciphertext);
}

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
