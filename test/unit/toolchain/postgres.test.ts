import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { postgresTools } from "../../../toolchain/postgres.ts";

const root = mkdtempSync(join(tmpdir(), "postgres tools "));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let said: string[];
beforeEach(() => {
  said = [];
});

/** A folder with three programs that tell a version. */
function programs(name: string, version: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const program of ["pg_dump", "pg_restore", "psql"]) {
    writeFileSync(
      join(folder, program),
      `#!/bin/sh\necho "${program} (PostgreSQL) ${version} (Debian ${version}-1)"\n`,
    );
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}

const find = (...path: readonly string[]) =>
  postgresTools({
    environment: { PATH: path.join(":"), HOME: root, XDG_CACHE_HOME: join(root, "cache") },
    progress: (line) => void said.push(line),
    versions: join(root, "none"),
  });

describe("Postgres' programs", () => {
  it("are the first on PATH that are new enough", async () => {
    const folders = [programs("old", "15.18"), join(root, "empty"), programs("new", "17.6"), programs("newer", "18.4")];
    expect(await find(...folders)).toEqual({
      ...{ pgDump: join(root, "new", "pg_dump"), pgRestore: join(root, "new", "pg_restore") },
      ...{ psql: join(root, "new", "psql"), version: "17.6" },
    });
    expect(said).toEqual([]);
  });

  it("that are all too old, without Python to get others, are one error that names them and the way out", async () => {
    const old = programs("old", "15.18");
    await expect(find(old, "relative/folder")).rejects.toMatchObject({
      code: "toolchain/no-postgres-tools",
      problem: expect.stringMatching(/old\/pg_dump is 15\.18.*PyPI: /),
      fix: expect.stringContaining("postgresql-client-17"),
    });
  });
});
