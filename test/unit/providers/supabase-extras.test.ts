import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AnyResource } from "../../../providers/kit/resource.ts";
import { Addon } from "../../../providers/supabase/addon.ts";
import { Apikey } from "../../../providers/supabase/apikey.ts";
import { Branch } from "../../../providers/supabase/branch.ts";
import { CustomHostname } from "../../../providers/supabase/custom-hostname.ts";
import { CustomHostnameActivation } from "../../../providers/supabase/custom-hostname-activation.ts";
import { ReadReplica } from "../../../providers/supabase/read-replica.ts";
import { ThirdPartyAuth } from "../../../providers/supabase/third-party-auth.ts";
import { VanitySubdomain } from "../../../providers/supabase/vanity-subdomain.ts";
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
  ref = (await shop(on, { instanceSize: "small" })).id;
  await on.calls();
});
afterAll(() => on.stop());

const domains = () => make(on, Addon, { projectRef: ref, type: "custom_domain", variant: "cd_default" });
const writes = async () => (await on.calls()).filter((call) => !call.startsWith("GET"));
const told = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing went wrong",
    (error: unknown) => String(error),
  );
const issues = async (definition: AnyResource, wish: Record<string, string>): Promise<string[]> => {
  const refused = await make(on, definition, { projectRef: ref, ...wish }).catch((error: unknown) => error);
  if (!(refused instanceof Refused)) throw new Error("it was accepted");
  return refused.issues.map(({ property, reason }) => `${property} ${reason}`);
};

const natural: { definition: AnyResource; wish: Record<string, string>; post: string; id: RegExp }[] = [
  { definition: Apikey, wish: { name: "worker" }, post: "/api-keys", id: /^[a-z]{20}\/[0-9a-f-]{36}$/ },
  {
    definition: ThirdPartyAuth,
    wish: { oidcIssuerUrl: "https://a.example" },
    post: "/config/auth/third-party-auth",
    id: /^[a-z]{20}\/[0-9a-f-]{36}$/,
  },
  {
    definition: Addon,
    wish: { type: "ipv4", variant: "ipv4_default" },
    post: "/billing/addons",
    id: /^[a-z]{20}\/ipv4$/,
  },
  {
    definition: CustomHostname,
    wish: { customHostname: "api.shop.example" },
    post: "/custom-hostname/initialize",
    id: /^[a-z]{20}$/,
  },
  {
    definition: VanitySubdomain,
    wish: { vanitySubdomain: "shop" },
    post: "/vanity-subdomain/activate",
    id: /^[a-z]{20}$/,
  },
  { definition: ReadReplica, wish: { region: "eu-west-1" }, post: "/read-replicas/setup", id: /^[a-z]{20}\/.+-rr-/ },
];

describe("what has a natural key", () => {
  it.each(natural)("is made once when the answer is lost, and not taken over: $definition.token", async (one) => {
    const { definition, wish, post, id } = one;
    if (definition === CustomHostname) await domains();
    await on.calls();
    await on.fault({ pathPattern: `${post}$`, times: 1, kind: "drop-response", method: methodOf(definition) });
    const made = await make(on, definition, { projectRef: ref, ...wish });
    expect(made.id).toMatch(id);
    const sent = (await writes()).filter((call) => call.endsWith(post));
    // A PATCH may be sent again; a POST is looked up instead, and a host name is begun once more with the same name.
    expect(sent.length).toBeLessThanOrEqual(definition === Addon || definition === CustomHostname ? 2 : 1);
    expect(
      await diff(on, definition, there(await refresh(on, definition, made)), { projectRef: ref, ...wish }),
    ).toEqual([]);
    expect(await told(make(on, definition, { projectRef: ref, ...wish }))).toContain(
      `pulumi import ${definition.token} it '${made.id}'`,
    );
    await remove(on, definition, made);
    expect(await refresh(on, definition, made)).toBeUndefined();
    await remove(on, definition, made);
  });
});

const methodOf = (definition: AnyResource): string => (definition === Addon ? "PATCH" : "POST");

describe("an API key", () => {
  it("tells itself as an output, is renamed in place, and is another one with another type", async () => {
    const wish = { projectRef: ref, name: "worker", description: "for the worker" };
    const key = await make(on, Apikey, wish);
    expect(key.state["apiKey"]).toMatch(/^sb_secret_/);
    expect(Apikey.secrets).toContain("apiKey");
    await on.calls();
    const renamed = await change(on, Apikey, key, { projectRef: ref, name: "queue_worker" });
    expect(await writes()).toEqual([`PATCH /v1/projects/${ref}/api-keys/${key.id.split("/")[1]}`]);
    expect(renamed.state["apiKey"]).toBe(key.state["apiKey"]);
    const differences = await diff(on, Apikey, renamed, { projectRef: ref, name: "queue_worker", type: "publishable" });
    expect(differences).toMatchObject([{ path: "type", replaces: true }]);
  });

  it("keeps the role that the vendor chose, until one is declared", async () => {
    const key = await make(on, Apikey, { projectRef: ref, name: "worker" });
    const adopted = there(await adopt(on, Apikey, key.id));
    expect(adopted.inputs["secretJwtTemplate"]).toEqual({ role: "service_role" });
    expect(await diff(on, Apikey, adopted, { projectRef: ref, name: "worker" })).toEqual([]);
    const wanted = { projectRef: ref, name: "worker", secretJwtTemplate: { role: "reader" } };
    expect(paths(await diff(on, Apikey, adopted, wanted))).toEqual(["secretJwtTemplate.role"]);
  });
});

describe("an add-on", () => {
  it("changes its variant in place, and is another one with another type", async () => {
    const pitr = await make(on, Addon, { projectRef: ref, type: "pitr", variant: "pitr_7" });
    expect(pitr.state["price"]).toBe("$100 / month");
    await on.calls();
    const longer = await change(on, Addon, pitr, { projectRef: ref, type: "pitr", variant: "pitr_28" });
    expect(await writes()).toEqual([`PATCH /v1/projects/${ref}/billing/addons`]);
    expect(longer.state["price"]).toBe("$400 / month");
    const other = await diff(on, Addon, longer, { projectRef: ref, type: "ipv4", variant: "ipv4_default" });
    expect(other.some(({ path, replaces }) => path === "type" && replaces)).toBe(true);
  });

  it("is refused where type and variant do not fit, and tells the vendor's refusal", async () => {
    expect(await issues(Addon, { type: "pitr", variant: "cd_default" })).toEqual([
      "variant cd_default is no pitr; there is pitr_7, pitr_14, pitr_28",
    ]);
    ref = (await shop(on, { name: "tiny" })).id;
    const said = await told(make(on, Addon, { projectRef: ref, type: "pitr", variant: "pitr_7" }));
    expect(said).toContain("answered 400: PITR requires at least ci_small");
  });
});

describe("a host name", () => {
  const wish = () => ({ projectRef: ref, customHostname: "api.shop.example" });

  it("tells the records that it needs, and is put in force once they stand", async () => {
    await domains();
    const hostname = await make(on, CustomHostname, wish());
    expect(hostname.state).toMatchObject({
      status: "2_initiated",
      customOriginServer: `${ref}.supabase.co`,
      ownershipVerification: { type: "txt", name: "_cf-custom-hostname.api.shop.example" },
      ssl: { validationRecords: [{ txtName: "_acme-challenge.api.shop.example" }] },
    });
    const active = await make(on, CustomHostnameActivation, wish());
    expect(active.state["url"]).toBe("https://api.shop.example");
    // The vendor stops telling the records once they are seen; whoever made them from here must not lose them.
    const inForce = there(await refresh(on, CustomHostname, hostname));
    expect(inForce.state).toMatchObject({ status: "5_services_reconfigured", ssl: { status: "active" } });
    expect(inForce.state["ssl"]).toMatchObject({
      validationRecords: Reflect.get(Object(hostname.state["ssl"]), "validationRecords"),
    });
    // Another name begins anew, so what put the first one in force is gone.
    await change(on, CustomHostname, hostname, { ...wish(), customHostname: "data.shop.example" });
    expect(await refresh(on, CustomHostnameActivation, active)).toBeUndefined();
  });

  it("is refused without the add-on, in the vendor's words, and as a bare domain", async () => {
    expect(await told(make(on, CustomHostname, wish()))).toContain("Custom domain add-on is not enabled");
    expect(await issues(CustomHostname, { customHostname: "example" })).toEqual([
      "customHostname must be a subdomain in lower case, e.g. api.example.com",
    ]);
  });

  it("is not waited for any longer once the run is cancelled", async () => {
    const call = { client: on.client, signal: AbortSignal.abort(), created: () => undefined };
    await expect(CustomHostnameActivation.create(call, wish())).rejects.toThrow("was cancelled");
    expect(await writes()).toEqual([]);
  });
});

describe("a foreign issuer", () => {
  it("is one of three kinds, and another one when it changes", async () => {
    const made = await make(on, ThirdPartyAuth, { projectRef: ref, jwksUrl: "https://a.example/jwks" });
    const differences = await diff(on, ThirdPartyAuth, made, { projectRef: ref, oidcIssuerUrl: "https://a.example" });
    expect(differences.map(({ path, replaces }) => [path, replaces])).toEqual([
      ["oidcIssuerUrl", true],
      ["jwksUrl", true],
    ]);
    expect(await issues(ThirdPartyAuth, { jwksUrl: "https://a.example", oidcIssuerUrl: "https://a.example" })).toEqual([
      "jwksUrl give one of oidcIssuerUrl, jwksUrl and customJwks, not several",
    ]);
    expect(await told(make(on, ThirdPartyAuth, { projectRef: ref }))).toContain("answered 400: exactly one of");
  });

  it("is given public keys only", async () => {
    const keys = [
      { kty: "RSA", n: "modulus", e: "AQAB" },
      { kty: "oct", k: "shared" },
    ];
    const refused = await make(on, ThirdPartyAuth, { projectRef: ref, customJwks: { keys } }).catch(String);
    expect(refused).toBe("Error: customJwks.keys[1] holds a private or symmetric key; give the public part");
  });
});

describe("a preview branch", () => {
  const wish = () => ({ parentProjectRef: ref, gitBranch: "feature/cart" });
  const branches = async () => {
    const { status, body } = await on.api("GET", `/v1/projects/${ref}/branches`);
    return status === 422 ? [] : (body as { name: string; persistent: boolean; is_default: boolean }[]);
  };

  it("turns branching on with the first one, tells how it is reached, and leaves it on", async () => {
    const branch = await make(on, Branch, wish());
    expect(await writes()).toEqual([`POST /v1/projects/${ref}/branches`, `POST /v1/projects/${ref}/branches`]);
    expect((await branches()).map(({ name }) => name)).toEqual(["Production", "feature/cart"]);
    expect(branch.state).toMatchObject({
      database: { status: "ACTIVE_HEALTHY", user: expect.stringContaining("postgres.") },
      databasePassword: expect.any(String),
      jwtSecret: expect.any(String),
    });
    expect(Branch.secrets).toEqual(["databasePassword", "jwtSecret"]);
    const second = await make(on, Branch, { ...wish(), gitBranch: "feature/search" });
    expect((await writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    for (const one of [branch, second]) await remove(on, Branch, one);
    expect((await branches()).map(({ name }) => name)).toEqual(["Production"]);
  });

  it("is made once when the answer is lost, and not taken over", async () => {
    await make(on, Branch, { ...wish(), gitBranch: "first" });
    await on.fault({ pathPattern: "/branches$", times: 1, kind: "drop-response", method: "POST" });
    const branch = await make(on, Branch, wish());
    expect((await branches()).map(({ name }) => name)).toEqual(["Production", "first", "feature/cart"]);
    expect(await told(make(on, Branch, wish()))).toContain(`it '${branch.id}'`);
  });

  it("that is persistent is made an ordinary one before it is deleted", async () => {
    const branch = await make(on, Branch, { ...wish(), persistent: true });
    await on.calls();
    await remove(on, Branch, branch);
    expect((await writes()).map((call) => call.split(" ")[0])).toEqual(["PATCH", "DELETE"]);
    expect(await refresh(on, Branch, branch)).toBeUndefined();
  });

  it("is renamed in place, and another one with data or elsewhere", async () => {
    const branch = await make(on, Branch, wish());
    const renamed = await change(on, Branch, branch, { ...wish(), branchName: "cart", gitBranch: "feature/basket" });
    expect(renamed.id).toBe(branch.id);
    expect(there(await refresh(on, Branch, renamed)).inputs).toEqual(renamed.inputs);
    const moved = await diff(on, Branch, branch, { ...wish(), region: "us-east-1", withData: true });
    expect(moved.map(({ path, replaces }) => [path, replaces])).toEqual([
      ["region", true],
      ["withData", true],
    ]);
  });
});

describe("a name under the vendor's domain", () => {
  it("is refused beside a host name of one's own, and when another project has it", async () => {
    await make(on, VanitySubdomain, { projectRef: ref, vanitySubdomain: "shop" });
    const other = (await shop(on, { name: "other" })).id;
    const wish = { projectRef: other, vanitySubdomain: "shop" };
    expect(await told(make(on, VanitySubdomain, wish))).toContain("answered 409: Vanity subdomain shop is taken");
    await make(on, Addon, { projectRef: other, type: "custom_domain", variant: "cd_default" });
    await make(on, CustomHostname, { projectRef: other, customHostname: "api.shop.example" });
    const beside = make(on, VanitySubdomain, { ...wish, vanitySubdomain: "shop-2" });
    expect(await told(beside)).toContain("answered 400: The project has a custom hostname");
    expect(await issues(VanitySubdomain, { vanitySubdomain: "-shop" })).toHaveLength(1);
  });
});
