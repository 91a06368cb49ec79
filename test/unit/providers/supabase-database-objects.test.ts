import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCluster } from "../../../loopback/cluster/cluster.ts";
import { UnknownOutcome } from "../../../providers/kit/errors.ts";
import { inTransaction } from "../../../providers/supabase/sql.ts";
import { StorageBucket } from "../../../providers/supabase/storage-bucket.ts";
import { VaultSecret } from "../../../providers/supabase/vault-secret.ts";
import {
  adopt,
  change,
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

let on: Stand;
let project: Standing;
beforeAll(async () => {
  on = await stand("/", openCluster);
  project = await shop(on);
}, 60_000);
afterAll(() => on.stop());

const { databasePassword } = shopWish;
const place = () => ({ projectRef: project.id, databasePassword });
const bucket = () => ({ ...place(), name: "media" });
const planted = "planted-vault-value-1";
const secret = () => ({ ...place(), name: "stripe", value: planted });

/** A person with psql. */
async function sql(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const { poolerHost, poolerPort, poolerUser, poolerDatabase } = project.state as Record<string, string>;
  const session = new pg.Client({
    ...{ host: poolerHost ?? "", port: Number(poolerPort), user: poolerUser ?? "", database: poolerDatabase ?? "" },
    password: databasePassword,
  });
  await session.connect();
  try {
    return (await session.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await session.end();
  }
}
const told = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing went wrong",
    (error: unknown) => String(error),
  );

describe("what lives in the database", () => {
  it.each([
    { definition: StorageBucket, wish: bucket, other: { public: true } },
    { definition: VaultSecret, wish: secret, other: { description: "other" } },
  ])(
    "is made once, is not taken over, and is gone when it is gone: $definition.token",
    async ({ definition, wish, other }) => {
      const made = await make(on, definition, wish());
      expect(made.id).toBe(`${project.id}/${String(wish().name)}`);
      expect(await told(make(on, definition, wish()))).toContain(`pulumi import ${definition.token} it '${made.id}'`);
      await remove(on, definition, made);
      expect(await refresh(on, definition, made)).toBeUndefined();
      expect(await told(change(on, definition, made, { ...wish(), ...other }))).toContain("it is gone");
      await remove(on, definition, made);
      const elsewhere = { ...made, id: `aaaaaaaaaaaaaaaaaaaa/${String(wish().name)}` };
      expect(await refresh(on, definition, elsewhere)).toBeUndefined();
      expect(await adopt(on, definition, elsewhere.id)).toBeUndefined();
      await remove(on, definition, elsewhere);
    },
  );

  it("says that the password is wrong, without it", async () => {
    const said = await told(make(on, VaultSecret, { ...secret(), databasePassword: "not-the-password" }));
    expect(said).toContain("password authentication failed");
    expect(said).toContain("SUPABASE_DB_PASSWORD");
    expect(said).not.toContain("not-the-password");
  });
});

describe("a bucket", () => {
  it("whose limits were changed in the dashboard is seen to differ, and is repaired", async () => {
    const wish = { ...bucket(), fileSizeLimit: 1000, allowedMimeTypes: ["image/png"] };
    const made = await make(on, StorageBucket, wish);
    await sql("update storage.buckets set public = true, file_size_limit = null, allowed_mime_types = array['text/*']");
    const seen = there(await refresh(on, StorageBucket, made));
    expect(paths(await diff(on, StorageBucket, seen, wish))).toEqual([
      "allowedMimeTypes[0]",
      "fileSizeLimit",
      "public",
    ]);
    const repaired = await change(on, StorageBucket, seen, wish);
    expect(there(await refresh(on, StorageBucket, repaired)).inputs).toEqual(made.inputs);
    await remove(on, StorageBucket, repaired);
  });

  it("is another one under another name, and refuses a name and a type that Storage would refuse", async () => {
    const made = await make(on, StorageBucket, bucket());
    const differences = await diff(on, StorageBucket, made, { ...bucket(), name: "other" });
    expect(differences).toMatchObject([{ path: "name", replaces: true }]);
    const refused = await make(on, StorageBucket, { ...bucket(), name: "a/b", allowedMimeTypes: ["png"] }).catch(
      (error: unknown) => error,
    );
    expect((refused as Refused).issues.map(({ property }) => property)).toEqual(["name", "allowedMimeTypes[0]"]);
    expect(refused).toBeInstanceOf(Refused);
    await remove(on, StorageBucket, made);
  });

  it("that holds files is not deleted, neither by us nor by plain SQL", async () => {
    const made = await make(on, StorageBucket, bucket());
    await sql("insert into storage.objects (bucket_id, name) values ('media', 'a.png')");
    expect(await told(remove(on, StorageBucket, made))).toContain("holds 1 file");
    expect(await told(sql("delete from storage.objects"))).toContain("Direct deletion from storage tables");
    await sql("do $$ begin set local storage.allow_delete_query = 'true'; delete from storage.objects; end $$");
    await remove(on, StorageBucket, made);
    expect(await sql("select from storage.buckets")).toEqual([]);
  });
});

describe("a vault secret", () => {
  it("is found by functions, and its value is in no call", async () => {
    const since = (await on.journal()).next;
    const made = await make(on, VaultSecret, { ...secret(), description: "of the shop" });
    expect(await sql("select id, name, description, decrypted_secret from vault.decrypted_secrets")).toEqual([
      { id: made.state["secretId"], name: "stripe", description: "of the shop", decrypted_secret: planted },
    ]);
    expect(JSON.stringify((await on.journal(since)).entries)).not.toContain(planted);
    await remove(on, VaultSecret, made);
    expect(await sql("select from vault.secrets")).toEqual([]);
  });

  it("that holds another value is seen, by its digest, and is repaired", async () => {
    const made = await make(on, VaultSecret, secret());
    await sql("select vault.update_secret($1, 'theirs', 'stripe', 'theirs')", [made.state["secretId"]]);
    const seen = there(await refresh(on, VaultSecret, made));
    expect(JSON.stringify(seen)).not.toContain("theirs-value");
    expect(paths(await diff(on, VaultSecret, seen, secret()))).toEqual(["description", "value"]);
    const repaired = await change(on, VaultSecret, seen, secret());
    expect(repaired.state["secretId"]).toBe(made.state["secretId"]);
    expect(there(await refresh(on, VaultSecret, repaired)).inputs).toEqual(made.inputs);
    await remove(on, VaultSecret, repaired);
  });

  it("has an unknown outcome when the session ends before its answer", async () => {
    const cut = inTransaction(on.client, place(), "Creating it", (session) =>
      session.query("select pg_terminate_backend(pg_backend_pid())"),
    );
    await expect(cut).rejects.toThrow(UnknownOutcome);
  });
});
