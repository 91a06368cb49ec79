import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AdoptOptions, adopt, nextVersion } from "../../../database/adopt.ts";
import { applyMigrations } from "../../../database/apply.ts";
import { readHistory } from "../../../database/history.ts";
import { whileLocked } from "../../../database/lock.ts";
import { type Migration, readMigrations } from "../../../database/migrations.ts";
import { revert } from "../../../database/revert.ts";
import type { Reached } from "../../../database/rewrite.ts";
import { readFingerprint, takeSnapshot } from "../../../database/snapshot.ts";
import { startTestServer, type TestServer } from "./database.ts";

let server: TestServer;
let root: string;
let files: Migration[];

/** Small on purpose: what is tested here is what happens to rows, files and records. */
const schema = `create table public.books (id int primary key, title text not null, pages int);
create index books_pages on public.books (pages);
alter table public.books enable row level security;`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "adopt-refused-"));
  await writeFile(join(root, "20260101000000_books.sql"), schema);
  [server, files] = await Promise.all([startTestServer(), readMigrations(root)]);
}, 60_000);
afterAll(async () => {
  await server.stop();
  await rm(root, { recursive: true });
});

const openScratch = async () => [await server.database(), await server.database()] as const;

async function edited(statements: string): Promise<Reached> {
  const options = await server.database();
  const session = await server.session(options);
  await applyMigrations(session, files);
  await takeSnapshot(session);
  await session.query("insert into public.books values (1, 'A long title', 90), (2, 'Another', 120)");
  await session.query(statements);
  return { options, session };
}

async function options(more: Partial<AdoptOptions> = {}): Promise<AdoptOptions> {
  const directory = await mkdtemp(join(root, "migrations-"));
  return { migrations: files, directory, origin: "a test", now: new Date("2026-11-21T10:00:00Z"), ...more };
}

/** Runs what must fail, and sees that schema, history and folder are as before. */
async function expectNothingDone(live: Reached, directory: string, work: () => Promise<unknown>): Promise<unknown> {
  const before = [await readFingerprint(live.session), await readHistory(live.session), await readdir(directory)];
  const error: unknown = await work().then(
    () => expect.fail("it should have failed"),
    (one: unknown) => one,
  );
  expect([await readFingerprint(live.session), await readHistory(live.session), await readdir(directory)]).toEqual(
    before,
  );
  return error;
}

describe("what cannot be written as statements", () => {
  it("is named and refused, by both ways", async () => {
    const live = await edited("create statistics public.of_books on title, pages from public.books");
    const given = await options();
    const refusal = {
      problems: [expect.objectContaining({ code: "database/not-writable", where: "statistics public.of_books" })],
    };
    expect(await expectNothingDone(live, given.directory, () => adopt(live, openScratch, given))).toMatchObject(
      refusal,
    );
    const undo = () => revert(live, openScratch, { migrations: files, apply: true });
    expect(await expectNothingDone(live, given.directory, undo)).toMatchObject(refusal);
  });
});

describe("rows", () => {
  it("that reverting costs are counted, before and while it happens", async () => {
    const live = await edited(
      "alter table public.books add column note text; update public.books set note = 'x' where id = 1; alter table public.books alter column title type varchar(100)",
    );
    const { losses } = await revert(live, openScratch, { migrations: files, apply: false });
    expect(losses).toEqual([{ what: "column public.books.note", how: "deletes", rows: 1 }]);
  });

  it("that a narrower type would cut are a loss, too", async () => {
    const narrow = { ...files[0], sql: schema.replace("title text", "title varchar(8)") };
    const live = await edited("select 1");
    const { losses } = await revert(live, openScratch, {
      migrations: [{ ...files[0], ...narrow } as Migration],
      apply: false,
    });
    expect(losses).toEqual([{ what: "column public.books.title", how: "casts", rows: 1 }]);
  });

  it("stay when a column and its table were renamed: they are renamed back, not dropped and created", async () => {
    const rename = "alter table public.books rename column pages to length";
    const [kept, undone] = [await edited(rename), await edited("alter table public.books rename to volumes")];
    const { migration } = await adopt(kept, openScratch, await options());
    expect(migration?.sql).toContain('RENAME COLUMN "pages" TO "length"');
    expect(migration?.sql).not.toMatch(/DROP|ADD COLUMN/);
    const { losses } = await revert(undone, openScratch, { migrations: files, apply: true });
    expect(losses).toEqual([]);
    const { rows } = await undone.session.query("select sum(pages)::int as sum from public.books");
    expect(rows).toEqual([{ sum: 210 }]);
  });

  it("that other stacks may still hold are not deleted by a migration unless that is accepted", async () => {
    const live = await edited("alter table public.books drop column pages, add column length int");
    const given = await options();
    const { changes, migration } = await adopt(live, openScratch, given);
    expect(migration).toBeUndefined();
    expect(changes.flatMap(({ loss }) => loss?.what ?? [])).toEqual(["column public.books.pages"]);
    expect(await readdir(given.directory)).toEqual([]);
    const accepted = await adopt(live, openScratch, { ...given, acceptLoss: true });
    expect(await readdir(given.directory)).toEqual([`20261121100000_${accepted.migration?.name}.sql`]);
  });

  it("that the migrations forbid stop the revert as a whole", async () => {
    const live = await edited(
      "alter table public.books alter column title drop not null, add column note text; update public.books set title = null where id = 2",
    );
    const undo = () => revert(live, openScratch, { migrations: files, apply: true });
    expect(await expectNothingDone(live, root, undo)).toMatchObject({
      code: "database/rewrite-failed",
      problem: expect.stringContaining('column "title" of relation "books" contains null values'),
    });
  });
});

describe("adopting", () => {
  const edit = "alter table public.books add column note text";

  it("leaves nothing when the last step fails", async () => {
    const live = await edited(
      `${edit}; alter table groundplan.snapshots add constraint broken check (false) not valid`,
    );
    const given = await options();
    const error = await expectNothingDone(live, given.directory, () => adopt(live, openScratch, given));
    expect(error).toMatchObject({ constraint: "broken" });
  });

  it("overwrites no file", async () => {
    const live = await edited(edit);
    const given = await options({ name: "note" });
    await writeFile(join(given.directory, "20261121100000_note.sql"), "-- mine");
    const error = await expectNothingDone(live, given.directory, () => adopt(live, openScratch, given));
    expect(error).toMatchObject({ code: "adopt/file" });
  });

  it("waits for migrations that are not applied yet", async () => {
    const live = await edited(edit);
    const waiting = { ...files[0], version: "20260102000000", file: "20260102000000_more.sql" } as Migration;
    const given = await options({ migrations: [...files, waiting] });
    expect(await expectNothingDone(live, given.directory, () => adopt(live, openScratch, given))).toMatchObject({
      problems: [{ code: "adopt/pending", where: "20260102000000_more.sql" }],
    });
  });

  it("takes no name that is none for a file", async () => {
    const live = await edited(edit);
    const given = await options({ name: "../x" });
    expect(await expectNothingDone(live, given.directory, () => adopt(live, openScratch, given))).toMatchObject({
      code: "adopt/name",
    });
  });

  it("gives versions behind the newest, of the same length", () => {
    const now = new Date("2026-11-21T10:11:12.345Z");
    expect(nextVersion(undefined, now)).toBe("20261121101112");
    expect(nextVersion("20260101000000", now)).toBe("20261121101112");
    expect(nextVersion("20261121101112", now)).toBe("20261121101113");
    expect(nextVersion("0009", now)).toBe("0010");
  });
});

describe("either way", () => {
  it("waits for another session that migrates, and says so", async () => {
    const live = await edited("select 1");
    const other = await server.session(live.options);
    await whileLocked(other, 1000, async () => {
      const undo = revert(live, openScratch, { migrations: files, apply: true, lockTimeoutMs: 100 });
      await expect(undo).rejects.toMatchObject({ code: "migration/locked" });
    });
  });

  it("takes a new snapshot where nothing drifts and the old one is gone", async () => {
    const live = await edited("delete from groundplan.snapshots");
    const { drift } = await revert(live, openScratch, { migrations: files, apply: true });
    expect(drift).toEqual([]);
    const { rows } = await live.session.query("select fingerprint from groundplan.snapshots");
    expect(rows).toEqual([{ fingerprint: await readFingerprint(live.session) }]);
  });
});
