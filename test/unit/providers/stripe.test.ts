import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { stripe as played } from "../../../loopback/stripe/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { formOf } from "../../../providers/stripe/form.ts";
import { stripe } from "../../../providers/stripe/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "WebhookEndpoint";
const path = "/v1/webhook_endpoints";
const url = "https://example.com/stripe";
const events = { url, enabledEvents: ["invoice.paid", "charge.failed"] };
const [webhookEndpoint] = stripe.resources;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, stripe);
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

/** Checks inputs as the provider does that was started with this key. */
async function checkWith(key: string, given: Properties) {
  const { signal } = new AbortController();
  const client = stripe.configure({}, { environment: { STRIPE_API_KEY: key }, signal });
  return (await webhookEndpoint?.check?.({ client, signal }, stage.check(token, given), {}))?.issues;
}

describe("a Stripe webhook endpoint", () => {
  it("is made with its signing secret, and reads back as it was declared", async () => {
    const made = await stage.create(token, events);
    expect(made.id).toMatch(/^we_/);
    expect(made.state).toMatchObject({ secret: expect.stringMatching(/^whsec_/), status: "enabled" });
    const found = await stage.read(token, made);
    expect(found?.inputs).toEqual(made.inputs);
    expect(found?.state["secret"]).toBe(made.state["secret"]);
    expect(await stage.import(token, made.id)).toMatchObject({ inputs: made.inputs, state: { secret: "" } });
    await expect(stage.import(token, "12")).rejects.toThrow("give it as <endpoint id, we_…>");
  });

  it("marks its secret as one", () => {
    expect(webhookEndpoint?.secrets).toEqual(["secret"]);
  });

  it("is changed in place by one call, keeps its secret, and unsets what is left out", async () => {
    const made = await stage.create(token, { ...events, description: "x", metadata: { a: "1", b: "2" } });
    await stage.journal();
    const changed = { ...events, enabledEvents: ["*"], disabled: true, metadata: { b: "3" } };
    const now = await stage.update(token, made, changed);
    expect(await stage.writes()).toEqual([`POST ${path}/${made.id}`]);
    expect(now.state).toMatchObject({ status: "disabled", secret: made.state["secret"] });
    const found = await stage.read(token, now);
    expect(found && stage.diff(token, found, changed)).toEqual([]);
    expect(found && stage.diff(token, found, events).map((one) => one.path)).toContain("disabled");
  });

  it.each([{ apiVersion: "2024-06-20" }, { connect: true }, { livemode: true }])(
    "is made anew for %j",
    async (more) => {
      const made = await stage.create(token, events);
      expect(stage.diff(token, made, { ...events, ...more })).toMatchObject([{ replaces: true }]);
      if (!("livemode" in more)) await stage.create(token, { ...events, ...more });
    },
  );

  it("is made once when the answer is lost, and its secret is not", async () => {
    await stage.control("POST faults", { vendor: "stripe", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(token, events);
    const list = await stage.vendor(`GET ${path}`);
    expect(list.body).toMatchObject({ data: [{ id: made.id }], has_more: false });
    expect(made.state["secret"]).toMatch(/^whsec_/);
  });

  it("is not taken for finished without its secret, which is told once", async () => {
    const made = await stage.create(token, events);
    const { signal } = new AbortController();
    const client = stripe.configure({}, { environment: stage.environment, signal });
    // So an update is called for an endpoint that was found again after every answer was lost.
    const failure = webhookEndpoint?.update?.({ client, signal }, made.id, made.inputs, made.inputs);
    await expect(failure).rejects.toThrow(/signing secret was lost[\s\S]*delete we_/);
  });

  it("is not made where a stranger's has the URL, or it is there already", async () => {
    const { body } = await stage.vendor(`POST ${path}?url=${url}&enabled_events[]=*`);
    const { id } = body as { id: string };
    await expect(stage.create(token, events)).rejects.toThrow(`WebhookEndpoint example '${id}'`);
    await stage.vendor(`DELETE ${path}/${id}`);
    const made = await stage.create(token, events);
    await expect(stage.create(token, events)).rejects.toThrow(made.id);
  });

  it("reads as gone when it is gone, and is deleted twice without complaint", async () => {
    const made = await stage.create(token, events);
    await stage.delete(token, made);
    expect(await stage.read(token, made)).toBeUndefined();
    await stage.delete(token, made);
  });

  it("takes a live key only where the program says so, and a test key only where it does not", async () => {
    const live = "sk_live_0123456789abcdef";
    const [refused] = (await checkWith(live, events)) ?? [];
    expect(refused).toMatchObject({
      property: "livemode",
      reason: expect.stringContaining("a live key: it acts on real"),
    });
    expect(refused?.reason).not.toContain(live);
    expect(await checkWith("rk_live_0123456789abcdef", { ...events, livemode: true })).toEqual([]);
    expect(await checkWith("sk_test_0123456789abcdef", { ...events, livemode: true })).toMatchObject([
      { property: "livemode", reason: expect.stringContaining("a test key") },
    ]);
    expect(await checkWith(live, { url: "http://example.com", enabledEvents: ["*"], livemode: true })).toMatchObject([
      { property: "url", reason: "must be https for real payments" },
    ]);
  });

  it("has no issue with what is not known yet", async () => {
    const { signal } = new AbortController();
    const client = stripe.configure({}, { environment: { STRIPE_API_KEY: "sk_live_0123456789" }, signal });
    expect(await webhookEndpoint?.check?.({ client, signal }, {}, {})).toEqual({ issues: [] });
  });

  it("is rehearsed on this machine as it will be live", async () => {
    const made = await stage.create(token, { ...events, livemode: true });
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
  });

  it.each([
    [{ url: "ftp://example.com" }, "url"],
    [{ enabledEvents: [] }, "enabledEvents"],
    [{ enabledEvents: ["*", "invoice.paid"] }, "enabledEvents has * and others"],
    [{ metadata: { groundplan: "x" } }, "metadata.groundplan is ours"],
  ])("is refused with %j", async (more, reason) => {
    await expect(stage.create(token, { ...events, ...more })).rejects.toThrow(reason);
    expect(await stage.writes()).toEqual([]);
  });

  it("says what Stripe says: seventeen are too many", async () => {
    for (let count = 0; count < 16; count++) await stage.vendor(`POST ${path}?url=${url}/${count}&enabled_events[]=*`);
    await expect(stage.create(token, events)).rejects.toThrow(
      "400 invalid_request_error: You have reached the maximum of 16",
    );
  });

  it("tells a wrong key as such, without showing it", async () => {
    const { signal } = new AbortController();
    const environment = { ...stage.environment, STRIPE_API_KEY: "sk_test_wrongwrong" };
    const client = stripe.configure({}, { environment, signal });
    const failure = webhookEndpoint?.read({ client, signal }, "we_1", {});
    await expect(failure).rejects.toThrow(/401[\s\S]*token in STRIPE_API_KEY/);
    await expect(failure).rejects.not.toThrow("wrongwrong");
  });
});

describe("a form", () => {
  it("has lists and objects in brackets, and leaves out what is undefined", () => {
    const form = formOf({ url: "a b", events: ["x", "y"], metadata: { team: "" }, connect: false, none: undefined });
    expect(form).toBe("url=a+b&events%5B0%5D=x&events%5B1%5D=y&metadata%5Bteam%5D=&connect=false");
  });
});
