import { describe, expect, it } from "vitest";
import { parseContents, restorable } from "../../../src/ops/db-restore/contents.ts";

/** As pg_restore 18.4 lists a Supabase database. */
const list = `;
; Archive created at 2026-11-21 14:15:12 UTC
;
22; 2615 16772 SCHEMA - private postgres
3999; 0 0 ACL - SCHEMA private postgres
24; 2615 2200 SCHEMA - public pg_database_owner
4000; 0 0 ACL - SCHEMA public pg_database_owner
19; 2615 16534 SCHEMA - auth supabase_admin
2; 3079 16427 EXTENSION - pgcrypto 
4003; 0 0 COMMENT - EXTENSION pgcrypto 
264; 1255 16773 FUNCTION private has_role(uuid, public.membership_role[]) postgres
230; 1259 16535 TABLE auth users supabase_auth_admin
240; 1259 16787 TABLE public notes postgres
4010; 0 0 ACL public TABLE notes postgres
3951; 0 16535 TABLE DATA auth users supabase_auth_admin
3952; 0 16555 TABLE DATA auth identities supabase_auth_admin
3950; 0 16571 TABLE DATA auth sessions supabase_auth_admin
3960; 0 16787 TABLE DATA public notes postgres
3961; 0 16638 TABLE DATA storage objects supabase_storage_admin
3962; 0 16700 TABLE DATA supabase_migrations schema_migrations postgres
3767; 2620 16775 TRIGGER auth users create_profile supabase_auth_admin
3766; 2620 16661 TRIGGER storage buckets protect_buckets_delete supabase_storage_admin
3800; 3256 16819 POLICY public notes authors and owners delete notes postgres
3801; 3256 16820 POLICY storage objects people see their files postgres
3802; 0 16787 ROW SECURITY public notes postgres
3803; 6104 16533 PUBLICATION - supabase_realtime postgres
3804; 6106 16821 PUBLICATION TABLE public supabase_realtime notes postgres
3805; 826 16483 DEFAULT ACL public DEFAULT PRIVILEGES FOR TABLES postgres
3806; 826 16486 DEFAULT ACL public DEFAULT PRIVILEGES FOR TABLES supabase_admin
3807; 3466 16900 EVENT TRIGGER - guard supabase_admin`;

const target = { role: "postgres", managedTriggers: ["storage buckets protect_buckets_delete"] };
const ids = (withAccounts: boolean) =>
  restorable(parseContents(list), target, withAccounts).map(({ line }) => Number.parseInt(line, 10));

describe("the contents of a dump", () => {
  it("are taken apart, also where kinds and names have several words", () => {
    const entries = parseContents(list);
    expect(entries).toHaveLength(27);
    expect(entries.find(({ kind }) => kind === "POLICY")).toMatchObject({
      ...{ schema: "public", name: "notes authors and owners delete notes", owner: "postgres" },
    });
    expect(entries.find(({ line }) => line.startsWith("264"))).toMatchObject({
      ...{ kind: "FUNCTION", schema: "private", name: "has_role(uuid, public.membership_role[])" },
    });
    expect(entries.find(({ line }) => line.startsWith("2;"))).toMatchObject({
      kind: "EXTENSION",
      schema: "-",
      owner: "",
    });
  });

  it("go back as far as they are the platform's own", () => {
    expect(ids(false)).toEqual([22, 3999, 264, 240, 4010, 3960, 3962, 3767, 3800, 3801, 3802, 3804, 3805]);
  });

  it("have the accounts first where they are wanted, never the sessions", () => {
    expect(ids(true).slice(0, 3)).toEqual([3951, 3952, 22]);
    expect(ids(true)).not.toContain(3950);
  });
});
