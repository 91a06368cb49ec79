import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { sentryKey } from "../../../providers/sentry/sentry-key.ts";
import { type Stage, setStage } from "./stage.ts";

const organization = "acme";
let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(() =>
  stage.control("POST seed", {
    vendor: "sentry",
    accounts: { organizations: [{ slug: organization, teams: ["web"] }] },
  }),
);
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const web = { organization, teams: ["web"], name: "Web", slug: "web" };

describe("a Sentry key", () => {
  const key = { organization, project: "web", name: "browser", rateLimitWindow: 60, rateLimitCount: 100 };
  beforeEach(async () => {
    await stage.create("SentryProject", { ...web, defaultKey: false });
    await stage.journal();
  });

  it("is made, read, imported, changed in place and deleted", async () => {
    const made = await stage.create("SentryKey", key);
    expect(made.state["dsnPublic"]).toMatch(/^https?:\/\//);
    expect((await stage.read("SentryKey", made))?.inputs).toEqual(made.inputs);
    expect((await stage.import("SentryKey", made.id))?.inputs).toEqual(made.inputs);
    const changed = await stage.update("SentryKey", made, {
      organization,
      project: "web",
      name: "app",
      isActive: false,
    });
    expect((await stage.read("SentryKey", changed))?.inputs).toEqual(changed.inputs);
    expect(changed.state["dsnPublic"]).toBe(made.state["dsnPublic"]);
    await stage.delete("SentryKey", changed);
    expect(await stage.read("SentryKey", changed)).toBeUndefined();
    await stage.delete("SentryKey", changed);
  });

  it("brings the loader script that is declared, and the default one again when it is left out", async () => {
    const javascriptLoaderScript = { browserSdkVersion: "7.x", debugEnabled: true, sessionReplayEnabled: false };
    const made = await stage.create("SentryKey", { ...key, javascriptLoaderScript });
    expect((await stage.read("SentryKey", made))?.inputs).toEqual(made.inputs);
    const plain = await stage.update("SentryKey", made, key);
    const found = await stage.read("SentryKey", plain);
    expect(found?.inputs["javascriptLoaderScript"]).toMatchObject({ browserSdkVersion: "latest", debugEnabled: false });
    expect(made.state["loaderScriptUrl"]).toMatch(/^https:.*\.js$/);
  });

  it("can be made inactive at once", async () => {
    const made = await stage.create("SentryKey", { ...key, isActive: false });
    expect((await stage.read("SentryKey", made))?.inputs).toEqual(made.inputs);
  });

  it("is made once when the answer is lost: its name is how it is found", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create("SentryKey", key);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    expect((await stage.read("SentryKey", made))?.inputs).toEqual(made.inputs);
  });

  it("is not chosen among several of one name", async () => {
    for (const _ of [1, 2]) await stage.vendor("POST /api/0/projects/acme/web/keys/", { name: "browser" });
    await expect(stage.create("SentryKey", key)).rejects.toThrow("several keys named browser");
  });

  it("is read with its siblings by one list", async () => {
    const made = await Promise.all(["a", "b", "c"].map((name) => stage.create("SentryKey", { ...key, name })));
    await stage.journal();
    await Promise.all(made.map((one) => stage.read("SentryKey", one)));
    expect(await stage.journal()).toHaveLength(1);
  });

  it("shows a change behind its back", async () => {
    const made = await stage.create("SentryKey", key);
    const path = `PUT /api/0/projects/acme/web/keys/${made.id.split("/").at(-1)}/`;
    await stage.vendor(path, { isActive: false, rateLimit: null });
    const found = await stage.read("SentryKey", made);
    if (found === undefined) throw new Error("gone");
    expect(stage.diff("SentryKey", found, key).map(({ path }) => path)).toEqual([
      "rateLimitWindow",
      "rateLimitCount",
      "isActive",
    ]);
  });

  it("is still there when its project got another slug behind its back", async () => {
    const made = await stage.create("SentryKey", key);
    await stage.vendor("PUT /api/0/projects/acme/web/", { slug: "site" });
    expect((await stage.read("SentryKey", made))?.inputs).toEqual(made.inputs);
    const changed = await stage.update("SentryKey", made, { ...key, name: "app" });
    expect(changed.state["dsnPublic"]).toBe(made.state["dsnPublic"]);
    await stage.delete("SentryKey", changed);
    expect(await stage.read("SentryKey", changed)).toBeUndefined();
  });

  it("has the published secrets, and wants both halves of a rate limit", async () => {
    expect(sentryKey.secrets).toEqual(["secret", "dsnSecret"]);
    const half = { organization, project: "web", name: "browser", rateLimitCount: 1 };
    await expect(stage.create("SentryKey", half)).rejects.toThrow("rateLimitWindow is not set, which belongs");
  });
});
