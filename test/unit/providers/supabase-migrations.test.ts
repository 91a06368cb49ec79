import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openCluster } from "../../../loopback/cluster/cluster.ts";
import { isObject } from "../../../providers/kit/values.ts";
import { Migrations } from "../../../providers/supabase/migrations.ts";
import { Project } from "../../../providers/supabase/project.ts";
import {
  adopt,
  change,
  check,
  diff,
  make,
  paths,
  Refused,
  refresh,
  remove,
  type Stand,
  type Standing,
  shop,
  shopWish,
  stand,
  there,
} from "./supabase-stand.ts";

const password = shopWish.databasePassword;
let on: Stand;
let root = "";
let project: Standing;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "groundplan-migrations-"));
  on = await stand(root, openCluster);
}, 60_000);
afterAll(async () => {
  await on.stop();
  await rm(root, { recursive: true });
});
beforeEach(async () => {
  await rm(join(root, "supabase"), { recursive: true, force: true });
  await put(
    "20260101000000_notes.sql",
    "create table notes (id int primary key, title text);\nalter table notes enable row level security;\n",
  );
  await put(
    "20260102000000_tags.sql",
    "create table tags (id int primary key);\nalter table tags enable row level security;\n",
  );
  project = await shop(on);
}, 30_000);
afterEach(() => remove(on, Project, project));

async function put(name: string, sql: string): Promise<void> {
  await mkdir(join(root, "supabase/migrations"), { recursive: true });
  await writeFile(join(root, "supabase/migrations", name), sql);
}
const wish = () => ({ projectRef: project.id, databasePassword: password });

/** A person with psql. */
async function sql<Row extends object>(text: string): Promise<Row[]> {
  const { poolerHost, poolerPort, poolerUser, poolerDatabase } = project.state as Record<string, string>;
  const session = new pg.Client({
    ...{ host: poolerHost ?? "", port: Number(poolerPort), user: poolerUser ?? "", database: poolerDatabase ?? "" },
    password,
  });
  await session.connect();
  try {
    return (await session.query<Row>(text)).rows;
  } finally {
    await session.end();
  }
}
const versions = async () =>
  (await sql<{ version: string }>("select version from supabase_migrations.schema_migrations order by 1")).map(
    ({ version }) => version,
  );

describe("migrations", () => {
  it("are applied in order, once, and recorded in the Supabase CLI's table", async () => {
    const made = await make(on, Migrations, wish());
    expect(made.state["applied"]).toEqual(["20260101000000", "20260102000000"]);
    expect(await versions()).toEqual(["20260101000000", "20260102000000"]);
    expect(made.inputs).toMatchObject({ tablesWithoutRls: [], drift: [] });
    expect(made.state["snapshot"]).toMatch(/^[0-9a-f]{64}$/);

    expect(await diff(on, Migrations, made, wish())).toEqual([]);
    const read = there(await refresh(on, Migrations, made));
    expect(read.inputs).toEqual(made.inputs);
    expect(read.state).toEqual(made.state);

    await put("20260103000000_more.sql", "alter table notes add column body text;\n");
    expect(paths(await diff(on, Migrations, made, wish()))).toEqual(["migrations[2]"]);
    const grown = await change(on, Migrations, made, wish());
    expect(await versions()).toHaveLength(3);
    expect(grown.state["snapshot"]).not.toBe(made.state["snapshot"]);
    expect((await check(on, Migrations, wish(), grown.inputs))["drift"]).toEqual([]);
  });

  it("write nothing during a preview, not even a table of ours", async () => {
    const inputs = await check(on, Migrations, wish());
    expect(inputs["drift"]).toEqual([]);
    expect(
      await sql("select nspname from pg_namespace where nspname in ('groundplan', 'supabase_migrations')"),
    ).toEqual([]);
  });

  it("with an SQL error name file, line and Postgres' words; earlier ones stay, the failed one does not", async () => {
    await put("20260103000000_bad.sql", "create table half (id int);\n\nalter table nowhere add column x int;\n");
    await expect(make(on, Migrations, wish())).rejects.toThrow(
      /supabase\/migrations\/20260103000000_bad\.sql:3: Postgres says: relation "nowhere" does not exist/,
    );
    expect(await versions()).toEqual(["20260101000000", "20260102000000"]);
    expect(await sql("select 1 from pg_class where relname = 'half'")).toEqual([]);
    await put("20260103000000_bad.sql", "create table half (id int);\nalter table half enable row level security;\n");
    expect((await make(on, Migrations, wish())).state["applied"]).toHaveLength(3);
  });

  it("that fail after others were applied leave no drift behind, whether the run ended by itself or was killed", async () => {
    const made = await make(on, Migrations, wish());
    await put("20260103000000_good.sql", "alter table notes add column body text;\n");
    await put("20260104000000_bad.sql", "select nothing;\n");
    await expect(change(on, Migrations, made, wish())).rejects.toThrow(/20260104000000_bad\.sql:1/);
    expect(await versions()).toHaveLength(3);
    expect((await check(on, Migrations, wish(), made.inputs))["drift"]).toEqual([]);
    await sql(
      "delete from groundplan.snapshots where fingerprint <> (select fingerprint from groundplan.snapshots order by taken_at limit 1)",
    );
    expect((await check(on, Migrations, wish(), made.inputs))["drift"]).toEqual([]);
    await put("20260104000000_bad.sql", "select 1;\n");
    const grown = await change(on, Migrations, made, wish());
    await sql("alter table notes drop column body");
    expect((await check(on, Migrations, wish(), grown.inputs))["drift"]).toHaveLength(1);
  });

  it("that were edited after they were applied are refused, and nothing is applied", async () => {
    const made = await make(on, Migrations, wish());
    await put("20260101000000_notes.sql", "create table notes (id bigint primary key);\n");
    await put("20260104000000_new.sql", "create table new (id int);\n");
    const refused = await diff(on, Migrations, made, wish()).catch((error: unknown) => error);
    if (!(refused instanceof Refused)) throw refused;
    expect(refused.message).toMatch(/directory supabase\/migrations\/20260101000000_notes\.sql.*was changed after/s);
    expect(await versions()).toHaveLength(2);
  });

  it("say every problem of the folder at once", async () => {
    await put("notes.sql", "select 1;\n");
    await put("20260102000000_again.sql", "select 1;\n");
    await put("20260105000000_empty.sql", "-- nothing\n");
    const refused = await make(on, Migrations, wish()).catch((error: unknown) => error);
    if (!(refused instanceof Refused)) throw refused;
    expect(refused.issues.map(({ property }) => property)).toEqual(["directory", "directory", "directory"]);
    expect(refused.message).toMatch(/supabase\/migrations\/notes\.sql/);
    expect(refused.message).not.toContain(root);
  });

  it("tell the tables that the Data API would serve without row level security", async () => {
    await put(
      "20260103000000_open.sql",
      "create table open (id int);\ncreate schema hidden;\ncreate table hidden.also (id int);\n",
    );
    expect((await check(on, Migrations, wish()))["tablesWithoutRls"]).toEqual(["public.open"]);
    expect(
      (await check(on, Migrations, { ...wish(), exposedSchemas: ["public", "hidden"] }))["tablesWithoutRls"],
    ).toEqual(["hidden.also", "public.open"]);
  });

  it("are parsed once: while the files are the same the answer is taken as it was, in whatever order keys come back", async () => {
    const first = await check(on, Migrations, wish());
    const files = [first["migrations"]].flat().filter((one) => isObject(one));
    const stored = files.map(({ sha256 = "", name = "", version = "" }) => ({ sha256, name, version }));
    const told = { ...first, migrations: stored, tablesWithoutRls: ["as.told"] };
    expect((await check(on, Migrations, wish(), told))["tablesWithoutRls"]).toEqual(["as.told"]);
    await put("20260103000000_more.sql", "create table more (id int);\n");
    expect((await check(on, Migrations, wish(), told))["tablesWithoutRls"]).toEqual(["public.more"]);
  });

  it("of an existing database are imported by project: the folder is declared, applied ones are not applied again", async () => {
    await make(on, Migrations, wish());
    const adopted = there(await adopt(on, Migrations, project.id));
    const grown = await change(on, Migrations, adopted, wish());
    expect(grown.state["applied"]).toEqual(["20260101000000", "20260102000000"]);
    await remove(on, Migrations, grown);
    expect(await versions()).toHaveLength(2);
  });
});

describe("a schema that was changed by hand", () => {
  it("is told by Check, refused by Diff with both ways out, and passed by refresh", async () => {
    const made = await make(on, Migrations, wish());
    await sql("alter table notes add column extra text not null default ''");
    await sql("alter table tags disable row level security");
    const inputs = await check(on, Migrations, wish(), made.inputs);
    expect(inputs["drift"]).toEqual([
      expect.objectContaining({ object: "public.notes.extra", kind: "column" }),
      expect.objectContaining({ object: "public.tags" }),
    ]);
    const reason = Migrations.refuse?.(inputs as never) ?? "";
    expect(reason).toContain("public.notes.extra");
    expect(reason).toContain("public.tags");
    expect(reason).toContain("npx groundplan db adopt");
    expect(reason).toContain("npx groundplan db revert");
    expect(there(await refresh(on, Migrations, made)).inputs).toEqual(made.inputs);

    // Neither a lost state nor a Check that could not look is a way around it: both end in a new snapshot.
    await expect(make(on, Migrations, wish())).rejects.toThrow(/public\.notes\.extra/);
    await put("20260103000000_more.sql", "alter table notes add column body text;\n");
    await expect(change(on, Migrations, made, wish())).rejects.toThrow(/public\.notes\.extra/);
    expect(await versions()).toHaveLength(2);
    await rm(join(root, "supabase/migrations/20260103000000_more.sql"));

    await sql("alter table notes drop column extra; alter table tags enable row level security");
    expect((await check(on, Migrations, wish(), made.inputs))["drift"]).toEqual([]);
    expect(Migrations.refuse?.(made.inputs as never)).toBeUndefined();
  });

  it("by another migration tool is not drift, and the next update takes a new snapshot", async () => {
    const made = await make(on, Migrations, wish());
    await put("20260103000000_cli.sql", "alter table notes add column body text;\n");
    await sql(
      "alter table notes add column body text; insert into supabase_migrations.schema_migrations (version, name) values ('20260103000000', 'cli')",
    );
    const inputs = await check(on, Migrations, wish(), made.inputs);
    expect(inputs).toMatchObject({ drift: [] });
    const grown = await change(on, Migrations, made, wish());
    await sql("alter table notes drop column body");
    expect((await check(on, Migrations, wish(), grown.inputs))["drift"]).toHaveLength(1);
  });
});

describe("a database that cannot be reached", () => {
  it("leaves drift unchecked in a preview and fails an update, without the password", async () => {
    const made = await make(on, Migrations, wish());
    const wrong = { ...wish(), databasePassword: "canary-wrong" };
    const inputs = await check(on, Migrations, wrong);
    expect(inputs["driftUnchecked"]).toMatch(/refuses the session/);
    expect(
      paths(
        await diff(on, Migrations, { ...made, inputs: { ...made.inputs, databasePassword: "canary-wrong" } }, wrong),
      ),
    ).toEqual(["driftUnchecked"]);
    const error = await change(on, Migrations, made, wrong).catch(String);
    expect(error).toMatch(/refuses the session/);
    expect(error).not.toContain("canary-wrong");
    expect(
      there(
        await refresh(on, Migrations, {
          ...made,
          inputs: { ...made.inputs, databasePassword: "x" },
          state: { ...made.state, databasePassword: "x" },
        }),
      ).id,
    ).toBe(made.id);
  });

  it("is looked into with the old password while a rotation is only previewed", async () => {
    const made = await make(on, Migrations, wish());
    const inputs = await check(on, Migrations, { ...wish(), databasePassword: "rotated-2!" }, made.inputs);
    expect(inputs["drift"]).toEqual([]);
    expect(inputs).not.toHaveProperty("driftUnchecked");
  });

  it("that does not exist yet is said to be so, and one that is gone is gone", async () => {
    const { projectRef: _, ...without } = wish();
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(await check(on, Migrations, { ...without, projectRef: unknown })).toMatchObject({
      drift: [],
      migrations: [{ version: "20260101000000" }, { version: "20260102000000" }],
    });
    const made = await make(on, Migrations, wish());
    const lost = { ...made, id: "aaaaaaaaaaaaaaaaaaaa" };
    expect(await refresh(on, Migrations, lost)).toBeUndefined();
  });
});
