import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMigrations } from "../../../database/migrations.ts";
import { lineAt, splitStatements } from "../../../database/statements.ts";
import { PlatformErrors } from "../../../src/errors.ts";
import { migrationsFolder } from "./database.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("reads migrations in their order, with version, name and hash", async () => {
  const migrations = await readMigrations(migrationsFolder);
  expect(migrations.map(({ version, name }) => `${version} ${name}`)).toEqual([
    "20260102030405 create_profiles",
    "20260103101500 profile_on_signup",
    "20260110120000 notes",
    "20260115090000 avatars",
  ]);
  expect(new Set(migrations.map(({ sha256 }) => sha256)).size).toBe(4);
  expect(migrations[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

it("tells everything that is wrong at once", async () => {
  const files = {
    "20260101000000_first.sql": "select 1;",
    "20260101000000_twin.sql": "select 2;",
    "20260102000000_empty.sql": "-- nothing yet\n/* really */\n",
    "no-version.sql": "select 3;",
    "3_short.sql": "select 4;",
    "notes.md": "no migration",
  };
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql);
  const error = await readMigrations(folder).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(PlatformErrors);
  const problems = error instanceof PlatformErrors ? error.problems : [];
  expect(problems.map(({ code }) => code).sort()).toEqual([
    "migration/duplicate-version",
    "migration/empty",
    "migration/name",
    "migration/version-length",
  ]);
  expect(problems.find(({ code }) => code === "migration/duplicate-version")?.problem).toContain(
    "20260101000000_first.sql",
  );
});

it("refuses a folder that is not there", async () => {
  await expect(readMigrations(join(folder, "nowhere"))).rejects.toMatchObject({ code: "migration/no-folder" });
});

describe("statements", () => {
  it("are split by Postgres' grammar, with comments, dollar quotes and letters of several bytes", async () => {
    const sql = "-- é first\nselect 'ü;';\n\n;do $$ begin perform 1; end $$;\n/* last */ select 2\n";
    const statements = await splitStatements(sql);
    if ("message" in statements) throw new Error(statements.message);
    expect(statements.map(({ text }) => text)).toEqual([
      "-- é first\nselect 'ü;'",
      "do $$ begin perform 1; end $$",
      "/* last */ select 2",
    ]);
    expect(statements.map(({ start }) => lineAt(sql, start))).toEqual([2, 4, 5]);
    for (const { text, offset } of statements) expect(sql.slice(offset, offset + text.length)).toBe(text);
  });

  it("that do not parse are told with their place", async () => {
    const answer = await splitStatements("select 1;\ncreate table x (\n  a int\n  b int);");
    expect(answer).toMatchObject({ message: 'syntax error at or near "b"' });
  });
});
