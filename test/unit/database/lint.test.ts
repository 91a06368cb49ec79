import { expect, it } from "vitest";
import { tablesWithoutRls } from "../../../database/lint.ts";
import { readMigrations } from "../../../database/migrations.ts";
import { PlatformErrors } from "../../../src/errors.ts";
import { migrationsFolder } from "./database.ts";

const lint = (...files: string[]) =>
  tablesWithoutRls(
    files.map((sql, index) => ({ file: `${index}.sql`, sql })),
    ["public", "api"],
  );

it("finds nothing in an ordinary set", async () => {
  expect(await tablesWithoutRls(await readMigrations(migrationsFolder), ["public"])).toEqual([]);
});

it("finds tables of exposed schemas, however they are made", async () => {
  const found = await lint(
    `create table a (id int); create table api.b as select 1; select * into c from a; create table private.d (id int);
     create temporary table e (id int); create materialized view f as select 1; create unlogged table "G h" (id int)`,
    "set search_path = api; create table i (id int)",
    "create table if not exists j (id int); create schema api create table k (id int)",
  );
  expect(found).toEqual(["api.b", "api.i", "api.k", "public.G h", "public.a", "public.c", "public.j"]);
});

it("follows what later files do: enable, disable, rename, move, drop", async () => {
  const create =
    "create table a (id int); create table b (id int); create table c (id int); create table private.d (id int)";
  expect(
    await lint(create, "alter table a enable row level security; alter table public.b enable row level security"),
  ).toEqual(["public.c"]);
  expect(
    await lint(
      create,
      "alter table a enable row level security",
      "alter table a disable row level security; drop table b, public.c",
    ),
  ).toEqual(["public.a"]);
  expect(
    await lint(
      create,
      "alter table a rename to z; alter table z enable row level security; alter table b set schema private; drop table if exists c; alter table private.d set schema api",
    ),
  ).toEqual(["api.d"]);
  expect(await lint(create, "drop schema public cascade; alter schema private rename to api")).toEqual(["api.d"]);
});

it("tells a file that is no SQL, with its line", async () => {
  const error = await lint("select 1;", "create table a (id int);\ncreate tabel b;").then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(PlatformErrors);
  expect(error instanceof PlatformErrors && error.problems[0]).toMatchObject({
    code: "migration/syntax",
    where: "1.sql:2",
  });
});
