import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AnyResource } from "../../../providers/kit/resource.ts";
import { unknown } from "../../../providers/kit/values.ts";
import { DatabaseSettings } from "../../../providers/supabase/database-settings.ts";
import { DiskSettings } from "../../../providers/supabase/disk-settings.ts";
import { NetworkRestrictions } from "../../../providers/supabase/network-restrictions.ts";
import { PoolerSettings } from "../../../providers/supabase/pooler-settings.ts";
import { RealtimeSettings } from "../../../providers/supabase/realtime-settings.ts";
import { SslEnforcement } from "../../../providers/supabase/ssl-enforcement.ts";
import { StorageSettings } from "../../../providers/supabase/storage-settings.ts";
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
  shop,
  stand,
  there,
} from "./supabase-stand.ts";

let on: Stand;
let ref = "";
beforeAll(async () => {
  on = await stand("/");
});
beforeEach(async () => {
  await on.control("POST", "reset", {});
  ref = (await shop(on)).id;
});
afterAll(() => on.stop());

const live = async (at: string) => (await on.api("GET", `/v1/projects/${ref}${at}`)).body;
const issues = async (definition: AnyResource, wish: object): Promise<string[]> => {
  const refused = await check(on, definition, { projectRef: ref, ...wish }).catch((error: unknown) => error);
  if (!(refused instanceof Refused)) throw new Error("it was accepted");
  return refused.issues.map(({ property, reason }) => `${property} ${reason}`);
};

interface Case {
  readonly definition: AnyResource;
  readonly at: string;
  /** What a program declares, and a person's change to it with the path under which it is seen. */
  readonly wish: Record<string, unknown>;
  readonly change: readonly [method: string, at: string, body: object];
  readonly seen: string[];
  /** What stands after deletion. */
  readonly left: object;
}

const cases: Case[] = [
  {
    definition: DatabaseSettings,
    at: "/config/database/postgres",
    wish: { statementTimeout: "60s" },
    change: ["PUT", "/config/database/postgres", { statement_timeout: "5s", work_mem: "9MB" }],
    seen: ["statementTimeout"],
    // The loopback merges writes, as was seen of the vendor: what was set stays.
    left: { statement_timeout: "60s", work_mem: "9MB" },
  },
  {
    definition: PoolerSettings,
    at: "/config/database/pooler",
    wish: { defaultPoolSize: 20 },
    change: ["PATCH", "/config/database/pooler", { default_pool_size: 7, pool_mode: "transaction" }],
    seen: ["defaultPoolSize"],
    left: [{ default_pool_size: null, pool_mode: "transaction" }],
  },
  {
    definition: StorageSettings,
    at: "/config/storage",
    wish: { fileSizeLimit: 1000, features: { s3Protocol: { enabled: false } } },
    change: [
      "PATCH",
      "/config/storage",
      { fileSizeLimit: 5, features: { s3Protocol: { enabled: true }, imageTransformation: { enabled: false } } },
    ],
    seen: ["features.s3Protocol.enabled", "fileSizeLimit"],
    left: {
      fileSizeLimit: 52_428_800,
      features: { s3Protocol: { enabled: false }, imageTransformation: { enabled: false } },
    },
  },
  {
    definition: RealtimeSettings,
    at: "/config/realtime",
    wish: { maxConcurrentUsers: 300, privateOnly: true },
    change: ["PATCH", "/config/realtime", { max_concurrent_users: 1, max_joins_per_second: 3, suspend: true }],
    seen: ["maxConcurrentUsers", "suspend"],
    left: { max_concurrent_users: 300, max_joins_per_second: 3, private_only: false, suspend: false },
  },
  {
    definition: NetworkRestrictions,
    at: "/network-restrictions",
    wish: { dbAllowedCidrs: ["203.0.113.0/24"], dbAllowedCidrsV6: [] },
    change: ["PATCH", "/network-restrictions", { add: { dbAllowedCidrs: ["198.51.100.0/24"] } }],
    seen: ["dbAllowedCidrs[0]", "dbAllowedCidrs[1]"],
    left: { config: { dbAllowedCidrs: ["0.0.0.0/0"], dbAllowedCidrsV6: ["::/0"] } },
  },
  {
    definition: SslEnforcement,
    at: "/ssl-enforcement",
    wish: { database: true },
    change: ["PUT", "/ssl-enforcement", { requestedConfig: { database: false } }],
    seen: ["database"],
    left: { currentConfig: { database: false } },
  },
];

describe("settings that a project has one set of", () => {
  it.each(cases)("are repaired in what is declared, and left alone in the rest: $definition.token", async (one) => {
    const { definition, at, seen, left } = one;
    const wish = { projectRef: ref, ...one.wish } as Parameters<typeof make>[2];
    const made = await make(on, definition, wish);
    const [method, place, body] = one.change;
    expect((await on.api(method, `/v1/projects/${ref}${place}`, body)).status).toBeLessThan(300);
    const changed = there(await refresh(on, definition, made));
    expect(paths(await diff(on, definition, changed, wish))).toEqual(seen);
    const repaired = await change(on, definition, changed, wish);
    expect(there(await refresh(on, definition, repaired)).inputs).toEqual(repaired.inputs);
    await remove(on, definition, repaired);
    expect(await live(at)).toMatchObject(left);
  });

  it.each(cases)("of an import are no difference to a program that declares none: $definition.token", async (one) => {
    const { definition } = one;
    const adopted = there(await adopt(on, definition, ref));
    const least = definition === SslEnforcement ? { projectRef: ref, database: false } : { projectRef: ref };
    const hidden: readonly string[] = definition.writeOnly ?? [];
    const told = paths(await diff(on, definition, adopted, least)).filter((path) => !hidden.includes(path));
    expect(told).toEqual([]);
  });

  it.each(cases)("are another project's in another project: $definition.token", async ({ definition, wish }) => {
    const made = await make(on, definition, { projectRef: ref, ...wish } as Parameters<typeof make>[2]);
    const elsewhere = { projectRef: "aaaaaaaaaaaaaaaaaaaa", ...wish } as Parameters<typeof make>[2];
    expect(await diff(on, definition, made, elsewhere)).toMatchObject([{ path: "projectRef", replaces: true }]);
  });
});

describe("what is not known yet", () => {
  it.each(cases)("is not taken for what was there before: $definition.token", async ({ definition, wish }) => {
    const made = await make(on, definition, { projectRef: ref, ...wish } as Parameters<typeof make>[2]);
    // A project that is replaced has no ref in the preview.
    const preview = { ...wish, projectRef: unknown } as Parameters<typeof make>[2];
    expect(await diff(on, definition, made, preview)).toMatchObject([{ path: "projectRef", replaces: true }]);
  });
});

describe("Postgres' parameters", () => {
  it("of somebody else survive our write, whether the vendor merges or replaces", async () => {
    await on.api("PUT", `/v1/projects/${ref}/config/database/postgres`, { work_mem: "9MB" });
    await on.calls();
    await make(on, DatabaseSettings, { projectRef: ref, statementTimeout: "60s", restartDatabase: false });
    const { entries } = await on.journal();
    const body = entries.filter(({ method }) => method === "PUT").map((entry) => Reflect.get(entry, "requestBody"));
    expect(body.at(-1)).toEqual({ work_mem: "9MB", statement_timeout: "60s", restart_database: false });
  });

  it("are refused in a form that Postgres would refuse", async () => {
    expect(await issues(DatabaseSettings, { workMem: "much", statementTimeout: "soon", maxConnections: 0 })).toEqual([
      "maxConnections Too small: expected number to be >=1",
      "statementTimeout must be a duration, e.g. 30s",
      "workMem must be an amount of memory, e.g. 64MB",
    ]);
  });
});

describe("network restrictions", () => {
  it("refuse private ranges, the wrong family and nonsense, all at once", async () => {
    const wish = {
      dbAllowedCidrs: ["10.1.0.0/16", "2001:db8::/32"],
      dbAllowedCidrsV6: ["fd00::/8", "198.51.100.0/24"],
    };
    expect((await issues(NetworkRestrictions, wish)).sort()).toEqual([
      'dbAllowedCidrsV6[0] "198.51.100.0/24" is no range of IPv6 addresses',
      'dbAllowedCidrsV6[1] "fd00::/8" is a private range; the vendor sees public addresses only',
      'dbAllowedCidrs[0] "10.1.0.0/16" is a private range; the vendor sees public addresses only',
      'dbAllowedCidrs[1] "2001:db8::/32" is no range of IPv4 addresses',
    ]);
    expect(await issues(NetworkRestrictions, { dbAllowedCidrs: ["everybody"] })).toEqual([
      "dbAllowedCidrs[0] must be a range of addresses, e.g. 198.51.100.0/24",
    ]);
  });
});

describe("a disk", () => {
  it("that grew by itself is no difference, and does not shrink", async () => {
    const wish = { projectRef: ref, sizeGb: 10 };
    const disk = await make(on, DiskSettings, wish);
    expect(disk.state["actualSizeGb"]).toBe(10);
    const attributes = { type: "gp3", size_gb: 50, iops: 3000, throughput_mibps: 125 };
    await on.api("POST", `/v1/projects/${ref}/config/disk`, { attributes });
    const grown = there(await refresh(on, DiskSettings, disk));
    expect(grown.state["actualSizeGb"]).toBe(50);
    expect(await diff(on, DiskSettings, grown, wish)).toEqual([]);
    const faster = await change(on, DiskSettings, grown, { ...wish, iops: 4000 });
    expect(faster.state["actualSizeGb"]).toBe(50);
    expect(await live("/config/disk")).toEqual({ attributes: { ...attributes, iops: 4000 } });
    await on.calls();
    await change(on, DiskSettings, faster, { ...wish, iops: 4000, sizeGb: 20 });
    expect((await on.calls()).filter((call) => call.startsWith("POST"))).toEqual([]);
    const told = await on.api("POST", `/v1/projects/${ref}/config/disk`, { attributes: { ...attributes, size_gb: 9 } });
    expect(told).toMatchObject({ status: 400, body: { message: expect.stringContaining("cannot shrink") } });
    expect(await issues(DiskSettings, { type: "io2", throughputMibps: 200 })).toEqual([
      "throughputMibps cannot be chosen for io2; leave it out",
    ]);
  });
});

describe("TLS enforcement", () => {
  it("is waited for", async () => {
    await on.calls();
    await make(on, SslEnforcement, { projectRef: ref, database: true });
    expect(await live("/ssl-enforcement")).toEqual({ currentConfig: { database: true }, appliedSuccessfully: true });
    const looks = (await on.calls()).filter((call) => call === `GET /v1/projects/${ref}/ssl-enforcement`);
    expect(looks.length).toBeGreaterThanOrEqual(2);
  });
});
