import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stripe as played } from "../../../loopback/stripe/vendor.ts";
import { type Ask, asker, at, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let stripe: Ask;
const path = "/v1/webhook_endpoints";
const form = { "content-type": "application/x-www-form-urlencoded" };

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [played] });
  stripe = asker(cloud.control.origins["stripe"] ?? "", cloud.control.environment["STRIPE_API_KEY"] ?? "");
});
afterAll(() => cloud.stop());

const make = (fields: string, headers = {}) => stripe(`POST ${path}`, fields, { ...form, ...headers });

describe("Stripe", () => {
  it("takes a form, tells the secret once, and keeps it out of the journal", async () => {
    const made = await make("url=https://a.com&enabled_events[0]=b.c&metadata[team]=web&connect=true");
    expect(made.body).toMatchObject({
      ...{ object: "webhook_endpoint", livemode: false, status: "enabled", enabled_events: ["b.c"] },
      ...{ metadata: { team: "web" }, secret: expect.stringMatching(/^whsec_/), application: expect.any(String) },
    });
    const read = await stripe(`GET ${path}/${at(made.body, "id")}`);
    expect(at(read.body, "secret")).toBeUndefined();
    const journal = JSON.stringify((await controlOf(cloud.control)("GET journal")).body);
    expect(journal).not.toContain(String(at(made.body, "secret")));
  });

  it("answers the same again to the same key, and refuses it with another body", async () => {
    const key = { "idempotency-key": "key-1" };
    const first = await make("url=https://b.com&enabled_events[]=*", key);
    expect((await make("url=https://b.com&enabled_events[]=*", key)).body).toEqual(first.body);
    expect(await make("url=https://c.com&enabled_events[]=*", key)).toMatchObject({
      status: 400,
      body: { error: { type: "idempotency_error" } },
    });
    const urls = column((await stripe(`GET ${path}?limit=100`)).body, "url", "data");
    expect(urls.filter((url) => url !== "https://a.com")).toEqual(["https://b.com"]);
  });

  it("merges metadata, unsets by an empty text, and pages with the newest first", async () => {
    const { body } = await make("url=https://d.com&enabled_events[]=*&metadata[a]=1&metadata[b]=2");
    const changed = await stripe(`POST ${path}/${at(body, "id")}`, "metadata[a]=&metadata[c]=3&disabled=true", form);
    expect(changed.body).toMatchObject({ metadata: { b: "2", c: "3" }, status: "disabled" });
    const page = (await stripe(`GET ${path}?limit=1`)).body;
    expect(page).toMatchObject({ object: "list", has_more: true, data: [{ id: at(body, "id") }] });
    const next = (await stripe(`GET ${path}?limit=1&starting_after=${at(body, "id")}`)).body;
    expect(column(next, "url", "data")).toEqual(["https://b.com"]);
  });

  it.each([
    ["enabled_events[]=*", { code: "parameter_missing", param: "url" }],
    ["url=a&enabled_events[]=*", { code: "url_invalid", param: "url" }],
    ["url=https://a.com&enabled_events[]=*&enabled_events[]=a.b", { param: "enabled_events" }],
    ["url=https://a.com&enabled_events[]=*&colour=red", { code: "parameter_unknown", param: "colour" }],
  ])("refuses the form %s", async (fields, error) => {
    expect(await make(fields)).toMatchObject({
      status: 400,
      body: { error: { type: "invalid_request_error", ...error } },
    });
  });

  it("says what is gone, and refuses a wrong key", async () => {
    expect(await stripe(`GET ${path}/we_none`)).toMatchObject({
      status: 404,
      body: { error: { code: "resource_missing" } },
    });
    const wrong = asker(cloud.control.origins["stripe"] ?? "", "sk_test_x");
    expect(await wrong(`GET ${path}`)).toMatchObject({
      status: 401,
      body: { error: { type: "invalid_request_error" } },
    });
  });
});
