import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder, relative. */
export function filesBelow(folder: string, inside = ""): string[] {
  if (!existsSync(join(folder, inside))) return [];
  return readdirSync(join(folder, inside)).flatMap((name) => {
    const path = join(inside, name);
    const stat = lstatSync(join(folder, path), { throwIfNoEntry: false }); // undefined: gone since the list was read
    if (stat === undefined) return [];
    return stat.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

/** One hash over the names and contents of everything below a folder; that of an empty one when it is not there. */
export function contentHash(folder: string): string {
  const hash = createHash("sha256");
  for (const path of filesBelow(folder).sort()) {
    const whole = join(folder, path);
    const stat = lstatSync(whole);
    hash
      .update(`${path}\0`)
      .update(stat.isSymbolicLink() ? readlinkSync(whole) : stat.isFile() ? readFileSync(whole) : "");
  }
  return hash.digest("hex");
}
