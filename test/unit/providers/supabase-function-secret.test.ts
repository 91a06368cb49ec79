import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FunctionSecret } from "../../../providers/supabase/function-secret.ts";
import { adopt, change, diff, make, paths, refresh, remove, type Stand, shop, stand, there } from "./supabase-stand.ts";

let on: Stand;
let ref = "";
beforeAll(async () => {
  on = await stand("/");
  ref = (await shop(on)).id;
});
afterAll(() => on.stop());

const live = async (): Promise<Record<string, string>> => {
  const { body } = await on.api("GET", `/v1/projects/${ref}/secrets`);
  return Object.fromEntries((body as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
};
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("function secrets", () => {
  it("that are made, read and deleted together take one call each", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `KEY_${index}`);
    await on.calls();
    const made = await Promise.all(
      names.map((name) => make(on, FunctionSecret, { projectRef: ref, name, value: `${name}-value` })),
    );
    expect((await on.calls()).filter((call) => call.startsWith("POST"))).toEqual([`POST /v1/projects/${ref}/secrets`]);
    expect((await live())["KEY_7"]).toBe(sha256("KEY_7-value"));

    const client = on.fresh();
    const run = { ...on, fresh: () => client };
    await on.calls();
    const read = await Promise.all(made.map((one) => refresh(run, FunctionSecret, one)));
    expect(read.map((one) => one?.inputs)).toEqual(made.map(({ inputs }) => inputs));
    expect(await on.calls()).toEqual([`GET /v1/projects/${ref}/secrets`]);

    await Promise.all(made.map((one) => remove(on, FunctionSecret, one)));
    expect(await on.calls()).toEqual([`DELETE /v1/projects/${ref}/secrets`]);
    expect(Object.keys(await live()).filter((name) => name.startsWith("KEY_"))).toEqual([]);
  });

  it("are seen to hold another value, by its digest, and are repaired", async () => {
    const wish = { projectRef: ref, name: "STRIPE_KEY", value: "sk_1" };
    const secret = await make(on, FunctionSecret, wish);
    await on.api("POST", `/v1/projects/${ref}/secrets`, [{ name: "STRIPE_KEY", value: "theirs" }]);
    const seen = there(await refresh(on, FunctionSecret, secret));
    expect(paths(await diff(on, FunctionSecret, seen, wish))).toEqual(["value"]);
    const repaired = await change(on, FunctionSecret, seen, wish);
    expect((await live())["STRIPE_KEY"]).toBe(sha256("sk_1"));
    await remove(on, FunctionSecret, repaired);
    expect(await refresh(on, FunctionSecret, repaired)).toBeUndefined();
  });

  it("are set again after a lost answer, and a stranger's is not taken over", async () => {
    await on.fault({ method: "POST", pathPattern: `/v1/projects/${ref}/secrets`, times: 1, kind: "drop-response" });
    const wish = { projectRef: ref, name: "LOST", value: "1" };
    const secret = await make(on, FunctionSecret, wish);
    expect((await live())["LOST"]).toBe(sha256("1"));
    await expect(make(on, FunctionSecret, wish)).rejects.toThrow(
      `pulumi import supabase:index/functionSecret:FunctionSecret it '${ref}/LOST'`,
    );
    await remove(on, FunctionSecret, secret);
  });

  it("are imported by project and name; the value is written once more", async () => {
    await on.api("POST", `/v1/projects/${ref}/secrets`, [{ name: "OLD", value: "x" }]);
    const adopted = there(await adopt(on, FunctionSecret, `${ref}/OLD`));
    expect(paths(await diff(on, FunctionSecret, adopted, { projectRef: ref, name: "OLD", value: "x" }))).toEqual([
      "value",
    ]);
    await expect(adopt(on, FunctionSecret, "OLD")).rejects.toThrow("<project ref>/<name>");
    await remove(on, FunctionSecret, adopted);
  });

  it("may not begin with SUPABASE_, which is the vendor's", async () => {
    const wish = { projectRef: ref, name: "SUPABASE_URL", value: "x" };
    await expect(make(on, FunctionSecret, wish)).rejects.toThrow(/^name must be .* SUPABASE_/);
  });

  it("never show their value in an error", async () => {
    await on.fault({
      method: "POST",
      pathPattern: `/v1/projects/${ref}/secrets`,
      times: 1,
      kind: "status",
      status: 400,
    });
    const error = await make(on, FunctionSecret, { projectRef: ref, name: "A", value: "canary-value" }).catch(String);
    expect(error).toContain("answered 400");
    expect(error).not.toContain("canary-value");
  });
});
