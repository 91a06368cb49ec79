import { chmodSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where groundplan keeps what belongs to this checkout and not to git. Everything in it is readable by its owner only. */
export interface Home {
  readonly folder: string;
  /** The loopback cloud's state, journal, databases and control file. */
  readonly loopback: string;
  /** Pulumi's own home: plugins and workspace settings; never the user's `~/.pulumi`. */
  readonly pulumi: string;
  /** The file backend of stacks that live on this machine. */
  readonly state: string;
}

/** What one stack keeps there. */
export interface StackHome {
  readonly folder: string;
  /** The stack file that the engine may write into; for stacks on loopback a private copy of the committed one. */
  readonly configFile: string;
  readonly passphraseFile: string;
  /** A `pulumi` that finds the private stack file; put first on PATH by `groundplan env`. */
  readonly bin: string;
}

/** `<project>/.groundplan`, or the folder that `GROUNDPLAN_HOME` names. */
export function homeOf(project: string, override?: string): Home {
  const folder = override ?? join(project, ".groundplan");
  return { folder, loopback: join(folder, "loopback"), pulumi: join(folder, "pulumi"), state: join(folder, "state") };
}

export function stackHome(home: Home, stack: string): StackHome {
  const folder = join(home.folder, "stacks", stack);
  return {
    folder,
    configFile: join(folder, `Pulumi.${stack}.yaml`),
    passphraseFile: join(folder, "passphrase"),
    bin: join(folder, "bin"),
  };
}

/**
 * Makes folders that nobody else may enter. One that is there already keeps its mode unless everybody may enter it:
 * the database server's own account needs a way through some of them.
 */
export function makePrivate(...folders: readonly string[]): void {
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if ((statSync(folder).mode & 0o007) !== 0) chmodSync(folder, 0o700);
  }
}
