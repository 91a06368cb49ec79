import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, type RunOptions, Scratch } from "../support/scratch.ts";

/** A schema edited by hand, on the real engine: refused everywhere, and out of it by both ways. */
const scratch = new Scratch();
const folder = join(scratch.project, "supabase", "migrations");
/** Another machine: the same files, a state and vendors of its own. */
const elsewhere: RunOptions = { environment: { GROUNDPLAN_HOME: join(scratch.folder, "elsewhere") } };

beforeAll(async () => {
  await scratch.loopback();
  const up = await scratch.groundplan(["up"]);
  expect(up.code, up.stderr).toBe(0);
});
afterAll(async () => {
  await scratch.groundplan(["loopback", "stop"], elsewhere);
  await scratch.remove();
});

/** Runs SQL where `groundplan db url` says, as a person with psql does. */
async function typed(sql: string, options: RunOptions = {}): Promise<Record<string, unknown>[]> {
  const url = await scratch.groundplan(["db", "url"], options);
  expect(url.code, url.stderr).toBe(0);
  const client = new pg.Client({ connectionString: url.stdout.trim() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const columns = (options?: RunOptions) =>
  typed("select column_name as name from information_schema.columns where table_name = 'notes'", options).then((rows) =>
    rows.map(({ name }) => name),
  );
const everything = ({ stdout, stderr }: Ran) => `${stdout}\n${stderr}`;

async function expectClean(): Promise<void> {
  const preview = await scratch.groundplan(["preview", "--expect-no-changes"]);
  expect(preview.code, everything(preview)).toBe(0);
}

describe("a column added in psql", () => {
  beforeAll(async () => {
    await typed("alter table public.notes add column extra text; update public.notes set extra = 'x'");
  });

  it("is refused by policy, naming table, column and both ways out", async () => {
    const preview = await scratch.groundplan(["preview", "--json"]);
    expect(preview.code, everything(preview)).toBe(2);
    const said = JSON.parse(preview.stdout).complaints.join("\n");
    expect(said).toContain("no-schema-drift");
    expect(said).toContain("column public.notes.extra");
    expect(said).toContain("npx groundplan db adopt --stack local");
    expect(said).toContain("npx groundplan db revert --stack local");
  });

  it("is refused by plain pulumi without the pack, naming the same", async () => {
    const preview = await scratch.shell(
      `eval "$("${process.execPath}" src/cli.ts env)" && pulumi preview --non-interactive --stack local`,
    );
    expect(preview.code).not.toBe(0);
    for (const part of ["column public.notes.extra", "npx groundplan db adopt", "npx groundplan db revert"])
      expect(everything(preview)).toContain(part);
  });

  it("does not stop a refresh", async () => {
    const refresh = await scratch.groundplan(["refresh"]);
    expect(refresh.code, everything(refresh)).toBe(0);
  });

  it("is undone by db revert --apply, which first only shows how", async () => {
    const shown = await scratch.groundplan(["db", "revert", "--json"]);
    expect(shown.code, everything(shown)).toBe(2);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      statements: ['ALTER TABLE "public"."notes" DROP COLUMN "extra"'],
      losses: [{ what: "column public.notes.extra", how: "deletes", rows: 0 }],
      applied: false,
    });
    expect(await columns()).toContain("extra");

    const done = await scratch.groundplan(["db", "revert", "--apply"]);
    expect(done.code, everything(done)).toBe(0);
    expect(done.stdout).toContain("destructive: deletes column public.notes.extra (0 rows with a value)");
    expect(await columns()).not.toContain("extra");
    await expectClean();
    const again = await scratch.groundplan(["db", "revert"]);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("nothing to revert")]);
  });
});

describe("a column added again", () => {
  let file: string;

  it("is kept by db adopt: one file, recorded here", async () => {
    const before = readdirSync(folder);
    await typed("alter table public.notes add column pinned boolean not null default false");
    const adopted = await scratch.groundplan(["db", "adopt", "--name", "pin_notes", "--json"]);
    expect(adopted.code, everything(adopted)).toBe(0);
    const added = readdirSync(folder).filter((name) => !before.includes(name));
    expect(added).toEqual([expect.stringMatching(/^\d{14}_pin_notes\.sql$/)]);
    file = added[0] ?? "";
    expect(JSON.parse(adopted.stdout).file).toBe(`supabase/migrations/${file}`);
    expect(readFileSync(join(folder, file), "utf8")).toContain('ADD COLUMN "pinned" boolean');
    const applied = await typed("select version from supabase_migrations.schema_migrations order by version desc");
    expect(applied[0]).toEqual({ version: file.slice(0, 14) });
  });

  it("leaves one step, the migrations' own record, and after it a clean preview", async () => {
    const preview = await scratch.groundplan(["preview", "--json"]);
    expect(preview.code, everything(preview)).toBe(0);
    const steps: { op: string; urn: string }[] = JSON.parse(preview.stdout).steps;
    expect(
      steps.filter(({ op }) => op !== "same").map(({ op, urn }) => [op, urn.split("::")[2]?.split("$").at(-1)]),
    ).toEqual([["update", "supabase:index/migrations:Migrations"]]);
    const up = await scratch.groundplan(["up"]);
    expect(up.code, everything(up)).toBe(0);
    await expectClean();
  });

  it("reaches a machine that is built from the files", async () => {
    const started = await scratch.groundplan(["loopback", "start", "--base-port", "0"], elsewhere);
    expect(started.code, started.stderr).toBe(0);
    const up = await scratch.groundplan(["up"], elsewhere);
    expect(up.code, everything(up)).toBe(0);
    expect(await columns(elsewhere)).toContain("pinned");
  });
});
