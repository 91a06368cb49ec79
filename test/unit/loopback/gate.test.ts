import { describe, expect, it } from "vitest";
import { basicCredentials, bearer, type Login, tokenGiven } from "../../../loopback/core/gate.ts";
import { defineVendor } from "../../../loopback/core/vendor.ts";
import { asker, startTestCloud } from "./cloud.ts";

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
const given = (authorization: string | undefined, login?: Login) =>
  tokenGiven(new Headers(authorization === undefined ? {} : { authorization }), "s3cret", login);

describe("the token of a request", () => {
  it.each([
    ["Bearer s3cret", "right"],
    ["bearer s3cret ", "right"],
    ["token s3cret", "right"],
    ["Bearer s3cre", "wrong"],
    ["Token token=s3cret", "wrong"],
    [basic("owner", "s3cret"), "wrong"],
    ["", "wrong"],
    [undefined, "missing"],
  ])("by default comes as bearer: %s is %s", (authorization, verdict) => {
    expect(given(authorization)).toBe(verdict);
  });

  const byKey: Login = {
    authorization: (token) => basic("owner", token),
    credential(authorization) {
      const { user, password } = basicCredentials(authorization) ?? {};
      return user === "owner" ? password : undefined;
    },
  };
  it.each([
    [byKey.authorization("s3cret"), "right"],
    [basic("stranger", "s3cret"), "wrong"],
    [basic("owner", "s3cre"), "wrong"],
    [bearer.authorization("s3cret"), "wrong"],
    ["Basic not:base64", "wrong"],
    [undefined, "missing"],
  ])("comes as the vendor's own login has it: %s is %s", (authorization, verdict) => {
    expect(given(authorization, byKey)).toBe(verdict);
  });

  it("takes a colon in the password for a part of it", () => {
    expect(basicCredentials(basic("owner", "a:b"))).toEqual({ user: "owner", password: "a:b" });
    expect(basicCredentials(`Basic ${Buffer.from("no colon").toString("base64")}`)).toBeUndefined();
  });

  it("opens a vendor's routes by its own login alone, whose variables stand beside the others", async () => {
    const vendor = defineVendor({
      name: "upstash",
      environment: { token: "EXAMPLE_KEY", endpoint: "EXAMPLE_URL" },
      login: byKey,
      variables: (origin) => ({ EXAMPLE_OTHER_URL: `${origin}/other` }),
      endpointPath: "",
      makeToken: () => "s3cret",
      prefixes: [],
      secretKeys: [],
      headers: () => ({}),
      error: (status, message) => ({ status, message }),
      emptyState: () => ({}),
      present: () => ({}),
      routes: (app) => void app.get("/things", (c) => c.json([])),
    });
    const cloud = await startTestCloud({ vendors: [vendor] });
    const origin = cloud.control.origins["upstash"] ?? "";
    expect(cloud.control.environment).toMatchObject({ EXAMPLE_URL: origin, EXAMPLE_OTHER_URL: `${origin}/other` });
    const statusBy = async (authorization: string) =>
      (await asker(origin, "")("GET /things", undefined, { authorization })).status;
    expect([await statusBy(byKey.authorization("s3cret")), await statusBy(bearer.authorization("s3cret"))]).toEqual([
      200, 401,
    ]);
    await cloud.stop();
  });
});
