import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** Creates `folder` (and its parents) for its owner alone. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700); // mkdir leaves the mode of a folder that is there already
}

/** Replaces `file` at once: a reader sees the old text or the new one, a crash leaves one of them whole. Mode 0600. */
export function writePrivately(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
}

/** The file's text, or undefined where there is none. Any other failure is thrown. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
