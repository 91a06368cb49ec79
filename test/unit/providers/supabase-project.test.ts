import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InitFailed } from "../../../providers/kit/lifecycle.ts";
import { connect } from "../../../providers/supabase/client.ts";
import { Project } from "../../../providers/supabase/project.ts";
import {
  adopt,
  change,
  diff,
  make,
  organization,
  paths,
  Refused,
  refresh,
  remove,
  type Stand,
  stand,
  shopWish as wish,
} from "./supabase-stand.ts";

let on: Stand;
beforeAll(async () => {
  on = await stand("/");
});
afterAll(() => on.stop());

describe("a Supabase project", () => {
  it("is created once, is healthy when that ends, and tells its keys and its pooler", async () => {
    const shop = await make(on, Project, wish);
    expect(shop.id).toMatch(/^[a-z]{20}$/);
    expect(shop.state).toMatchObject({
      ref: shop.id,
      url: `https://${shop.id}.supabase.co`,
      publishableKey: expect.stringMatching(/^sb_publishable_/),
      secretKey: expect.stringMatching(/^sb_secret_/),
      databaseHost: `db.${shop.id}.supabase.co`,
      poolerHost: "127.0.0.1",
      poolerUser: `postgres.${shop.id}`,
      poolerMode: "session",
    });
    const calls = await on.calls();
    expect(calls.filter((call) => call === "POST /v1/projects")).toHaveLength(1);
    expect((await on.api("GET", `/v1/projects/${shop.id}`)).body).toMatchObject({ status: "ACTIVE_HEALTHY" });

    expect(await diff(on, Project, shop, wish)).toEqual([]);
    const read = await refresh(on, Project, shop);
    expect(read?.inputs).toEqual(shop.inputs);
    expect(read?.state).toEqual(shop.state);
    await remove(on, Project, shop);
  });

  it("is renamed, resized and given another password in place", async () => {
    const shop = await make(on, Project, { ...wish, instanceSize: "small" });
    await on.calls();
    const wanted = {
      ...wish,
      name: "shop-2",
      instanceSize: "medium",
      databasePassword: "another-1!",
      legacyApiKeysEnabled: false,
    };
    const changed = await change(on, Project, shop, wanted);
    expect((await on.calls()).filter((call) => !call.startsWith("GET"))).toEqual([
      `PATCH /v1/projects/${shop.id}`,
      `PATCH /v1/projects/${shop.id}/database/password`,
      `PATCH /v1/projects/${shop.id}/billing/addons`,
      `PUT /v1/projects/${shop.id}/api-keys/legacy`,
    ]);
    expect(changed.state["publishableKey"]).toBe(shop.state["publishableKey"]);
    expect((await refresh(on, Project, changed))?.inputs).toEqual(changed.inputs);
    await remove(on, Project, changed);
  });

  it("names what was changed in the dashboard, and repairs it", async () => {
    const shop = await make(on, Project, { ...wish, instanceSize: "small" });
    await on.api("PATCH", `/v1/projects/${shop.id}`, { name: "renamed" });
    await on.api("PATCH", `/v1/projects/${shop.id}/billing/addons`, {
      addon_type: "compute_instance",
      addon_variant: "ci_large",
    });
    await on.api("GET", `/v1/projects/${shop.id}`);
    await on.api("GET", `/v1/projects/${shop.id}`);
    const seen = await refresh(on, Project, shop);
    if (seen === undefined) throw new Error("it is there");
    expect(paths(await diff(on, Project, seen, { ...wish, instanceSize: "small" }))).toEqual(["instanceSize", "name"]);
    const repaired = await change(on, Project, seen, { ...wish, instanceSize: "small" });
    expect((await refresh(on, Project, repaired))?.inputs).toEqual(shop.inputs);
    await remove(on, Project, repaired);
  });

  it("is replaced when region or organisation change", async () => {
    const shop = await make(on, Project, wish);
    expect(await diff(on, Project, shop, { ...wish, region: "us-east-1" })).toEqual([
      { path: "region", kind: "update", replaces: true },
    ]);
    await remove(on, Project, shop);
  });

  it("is found again, and not made twice, when the answer to its creation is lost", async () => {
    await on.fault({ method: "POST", pathPattern: "/v1/projects", times: 1, kind: "drop-response" });
    const shop = await make(on, Project, { ...wish, name: "lost" });
    const { body } = await on.api("GET", "/v1/projects");
    expect((body as { name: string }[]).filter(({ name }) => name === "lost")).toHaveLength(1);
    expect(shop.state["publishableKey"]).toMatch(/^sb_publishable_/);
    await remove(on, Project, shop);
  });

  it("is a stranger's when its name is taken: refused with the import line, and an import has no difference", async () => {
    const answer = await on.api("POST", "/v1/projects", {
      name: "taken",
      organization_slug: organization,
      db_pass: wish.databasePassword,
      region: "eu-central-1",
    });
    const { ref } = answer.body as { ref: string };
    await expect(make(on, Project, { ...wish, name: "taken" })).rejects.toThrow(
      `pulumi import supabase:index/project:Project it '${ref}'`,
    );
    await on.api("GET", `/v1/projects/${ref}`);
    await on.api("GET", `/v1/projects/${ref}`);
    const adopted = await adopt(on, Project, ref);
    if (adopted === undefined) throw new Error("it is there");
    // The password is write-only: an import cannot know it, so the first update writes it.
    expect(paths(await diff(on, Project, adopted, { ...wish, name: "taken" }))).toEqual(["databasePassword"]);
    await remove(on, Project, adopted);
    expect(await refresh(on, Project, adopted)).toBeUndefined();
  });

  it("keeps its id when the wait for it is cut short", async () => {
    const own = await stand("/");
    try {
      const making = make(own, Project, wish);
      const unfinished = making.catch((error: unknown) => error);
      await own.fault({ method: "GET", pathPattern: "/v1/projects/*", times: 50, kind: "slow", ms: 200 });
      while (!(await own.calls()).includes("POST /v1/projects")) await new Promise(setImmediate);
      own.abort.abort();
      const error = await unfinished;
      expect(error).toBeInstanceOf(InitFailed);
      expect((error as InitFailed).id).toMatch(/^[a-z]{20}$/);
    } finally {
      await own.stop();
    }
  });

  it("refuses what the vendor would refuse, all at once", async () => {
    const wrong = { ...wish, name: "", region: "moon-1", databasePassword: "abc", regoin: "eu-central-1" };
    const refused = await make(on, Project, wrong).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).issues.map(({ property }) => property).sort()).toEqual([
      "databasePassword",
      "name",
      "region",
      "regoin",
    ]);
  });
});

describe("the client", () => {
  it("says a missing token before anything is sent, and a refused one without showing it", async () => {
    const signal = new AbortController().signal;
    expect(() => connect({ environment: {}, signal }, "/")).toThrow(/SUPABASE_ACCESS_TOKEN is not set/);
    const environment = { ...on.cloud.control.environment, SUPABASE_ACCESS_TOKEN: "sbp_wrong" };
    const wrong = { ...on, client: connect({ environment, signal }, "/") };
    const error = await make(wrong, Project, wish).catch((reason: unknown) => String(reason));
    expect(error).toMatch(/answered 401/);
    expect(error).toMatch(/SUPABASE_ACCESS_TOKEN/);
    expect(error).not.toContain("sbp_wrong");
  });

  it("sends its token to Supabase and to this machine only", () => {
    const environment = { SUPABASE_ACCESS_TOKEN: "sbp_x", SUPABASE_API_URL: "http://127.0.0.2:1" };
    expect(() => connect({ environment, signal: new AbortController().signal }, "/")).toThrow(/refused/);
  });
});
