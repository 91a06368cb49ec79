import { describe, expect, it } from "vitest";
import { fromDatabase, fromErrors, literal, secret, setting } from "../../../src/spec/variables.ts";
import { codes, definition, problems, secrets, stacks, withValue } from "../../support/platform.ts";

const web = (name: string, source: unknown) => withValue(definition, ["apps", "web", "variables", name], source);
const { STRIPE_SECRET_KEY: _, ...withoutStripe } = secrets;

describe("the small platform", () => {
  it.each(["local", "staging", "production"] as const)("is valid in %s", (stack) => {
    expect(problems({ stack })).toEqual([]);
  });
});

describe("a required secret", () => {
  it("that is missing is refused, with where to get it and the command that sets it", () => {
    const [problem, ...more] = problems({ secrets: withoutStripe });
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "secret/missing", where: "Pulumi.staging.yaml secrets:STRIPE_SECRET_KEY" });
    expect(problem?.fix).toContain("https://dashboard.stripe.com/apikeys");
    expect(problem?.fix).toContain("npx groundplan secrets set STRIPE_SECRET_KEY --stack staging");
  });

  it("may be missing in the committed file of a stack whose secrets are made up, not in what the engine reads", () => {
    expect(codes({ stack: "local", secrets: {}, source: "committed" })).toEqual([]);
    expect(codes({ stack: "local", secrets: {}, source: "effective" })).toEqual(Array(4).fill("secret/missing"));
    expect(codes({ stack: "staging", secrets: {}, source: "committed" })).toEqual(Array(4).fill("secret/missing"));
  });

  it("may be missing for a command that fills it in", () => {
    expect(codes({ secrets: {}, source: "incomplete" })).toEqual([]);
  });

  it("may be missing when it is not for this kind of environment, or optional", () => {
    const only = withValue(definition, ["secrets", 0, "environments"], ["production"]);
    expect(codes({ definition: only, secrets: withoutStripe })).toEqual([]);
    expect(codes({ definition: only, secrets: withoutStripe, stack: "production" })).toEqual(["secret/missing"]);
    const optional = withValue(definition, ["secrets", 0, "required"], false);
    expect(codes({ definition: optional, secrets: withoutStripe })).toEqual([]);
  });
});

describe("a secret's value", () => {
  const valued = (value: string) => ({ ...secrets, STRIPE_SECRET_KEY: { encrypted: true, value } });
  const test = `sk_test_${"a".repeat(24)}`;
  const live = `sk_live_${"a".repeat(24)}`;

  it("of another form is refused and never shown", () => {
    const [problem] = problems({ secrets: valued("hunter2-hunter2") });
    expect(problem?.code).toBe("secret/format");
    expect(JSON.stringify(problem)).not.toContain("hunter2");
    expect(codes({ secrets: valued(test) })).toEqual([]);
  });

  it("is a live key in production and nowhere else", () => {
    expect(codes({ stack: "production", secrets: valued(live) })).toEqual([]);
    expect(codes({ stack: "production", secrets: valued(test) })).toEqual(["secret/format"]);
    expect(codes({ stack: "staging", secrets: valued(live) })).toEqual(["secret/format"]);
  });

  it("in plain text is refused", () => {
    expect(codes({ secrets: { ...secrets, STRIPE_SECRET_KEY: { encrypted: false } } })).toEqual(["secret/plain-text"]);
  });

  it("under a name that the catalogue lacks is refused, with the name that was meant", () => {
    const [problem] = problems({ secrets: { ...secrets, STRIPE_SECRET_KEI: { encrypted: true } } });
    expect(problem?.code).toBe("secret/unknown");
    expect(problem?.problem).toContain('Did you mean "STRIPE_SECRET_KEY"?');
  });

  it("copied from another stack is refused", () => {
    const ciphertexts = { staging: { STRIPE_SECRET_KEY: "v1:same" }, production: { STRIPE_SECRET_KEY: "v1:same" } };
    expect(codes({ ciphertexts })).toEqual(["isolation/shared-secret"]);
    expect(codes({ ciphertexts: { ...ciphertexts, production: { STRIPE_SECRET_KEY: "v1:other" } } })).toEqual([]);
  });
});

describe("a key in the environment object", () => {
  it("is refused and not shown, as the file is plain text", () => {
    const key = `sb_secret_${"a".repeat(24)}`;
    const data = withValue(stacks.staging, ["settings", "KEY"], key);
    const found = problems({ data, definition: web("KEY", setting("KEY")) });
    expect(found.map(({ code }) => code)).toEqual(["secret/plain-text"]);
    expect(JSON.stringify(found)).not.toContain(key);
    const publishable = withValue(stacks.staging, ["settings", "KEY"], `sb_publishable_${"a".repeat(24)}`);
    expect(codes({ data: publishable, definition: web("KEY", setting("KEY")) })).toEqual([]);
  });
});

describe("a variable that every visitor can read", () => {
  it.each(["NEXT_PUBLIC_", "VITE_", "PUBLIC_", "EXPO_PUBLIC_", "REACT_APP_"])(
    "with the prefix %s holds no secret",
    (prefix) => {
      expect(codes({ definition: web(`${prefix}KEY`, fromDatabase("secretKey")) })).toEqual(["variable/public-secret"]);
      expect(codes({ definition: web(`${prefix}KEY`, secret("STRIPE_SECRET_KEY")) })).toEqual([
        "variable/public-secret",
      ]);
      expect(codes({ definition: web(`${prefix}KEY`, fromDatabase("publishableKey")) })).toEqual([]);
    },
  );

  it("and any other variable holds no text that looks like a key", () => {
    expect(codes({ definition: web("NEXT_PUBLIC_KEY", literal(`sk_live_${"a".repeat(24)}`)) })).toEqual([
      "variable/key-in-code",
    ]);
    expect(codes({ definition: web("KEY", literal(`whsec_${"a".repeat(24)}`)) })).toEqual(["variable/key-in-code"]);
    expect(codes({ definition: web("NEXT_PUBLIC_KEY", literal(`pk_live_${"a".repeat(24)}`)) })).toEqual([]);
  });

  it("of GitHub Actions holds no secret either", () => {
    const leaking = withValue(definition, ["repository", "variables", "KEY"], fromDatabase("secretKey"));
    expect(codes({ definition: leaking })).toEqual(["variable/public-secret"]);
    const fine = withValue(definition, ["repository", "variables", "REF"], fromDatabase("ref"));
    expect(codes({ definition: fine })).toEqual([]);
  });
});

describe("a reference", () => {
  it("leads to something that the platform declares", () => {
    expect(codes({ definition: web("DSN", fromErrors("dsn")) })).toEqual(["variable/dangling"]);
    const { database: _, ...withoutDatabase } = definition;
    const data = withValue(stacks.staging, ["database"], undefined);
    const { SUPABASE_DB_PASSWORD: _p, SUPABASE_ACCESS_TOKEN: _t, ...rest } = secrets;
    expect(codes({ definition: withoutDatabase, data, secrets: rest })).toEqual([
      "variable/dangling",
      "variable/dangling",
    ]);
  });

  it("to a secret names one that applications may read", () => {
    const found = problems({ definition: web("KEY", secret("STRIPE_SECRET_KY")) });
    expect(found.map(({ code }) => code)).toEqual(["variable/dangling"]);
    expect(found[0]?.problem).toContain('Did you mean "STRIPE_SECRET_KEY"?');
    expect(codes({ definition: web("KEY", secret("SUPABASE_DB_PASSWORD")) })).toEqual(["variable/not-a-consumer"]);
  });

  it("exists for every secret that says it is for applications", () => {
    expect(codes({ definition: web("STRIPE_SECRET_KEY", undefined) })).toEqual(["secret/unread"]);
  });

  it("to a setting is answered by the stack file, which has no other settings", () => {
    const reading = web("TAX", setting("TAX"));
    expect(codes({ definition: reading })).toEqual(["config/missing"]);
    expect(codes({ definition: reading, data: withValue(stacks.staging, ["settings", "TAX"], "19") })).toEqual([]);
    expect(codes({ data: withValue(stacks.staging, ["settings", "TAX"], "19") })).toEqual(["config/unknown-key"]);
  });
});

describe("an address of this machine", () => {
  it.each([
    ["http://localhost:3000"],
    ["http://127.0.0.1:54321/auth"],
    ["http://[::1]:3000"],
    ["http://app.localhost"],
    ["http://0.0.0.0:80"],
  ])("%s does not stand in a stack with real vendors", (address) => {
    const reading = web("API", setting("API"));
    expect(codes({ definition: reading, data: withValue(stacks.staging, ["settings", "API"], address) })).toEqual([
      "address/loopback",
    ]);
    expect(
      codes({ definition: reading, data: withValue(stacks.local, ["settings", "API"], address), stack: "local" }),
    ).toEqual([]);
  });

  it("is not confused with one that only looks like it", () => {
    const reading = web("API", setting("API"));
    for (const address of ["https://localhost.example.com", "https://10.127.0.1/", "version 1.127.0.0.1"]) {
      expect(codes({ definition: reading, data: withValue(stacks.staging, ["settings", "API"], address) })).toEqual([]);
    }
  });

  it("does not stand in the definition, and a development server is no real stack's address", () => {
    expect(codes({ definition: web("API", literal("http://localhost:8080")) })).toEqual(["address/loopback"]);
    const data = withValue(stacks.staging, ["apps", "web", "address"], "http://localhost:3000");
    expect(codes({ data })).toEqual(["address/loopback"]);
  });
});

describe("staging and production", () => {
  it("share no host, however it is written", () => {
    for (const host of ["@", "shop.example", "www"]) {
      const data = withValue(stacks.staging, ["apps", "web", "hosts"], [host]);
      expect(codes({ data })).toEqual(["isolation/shared"]);
      expect(codes({ stack: "production", others: { staging: data } })).toEqual(["isolation/shared"]);
    }
  });

  it("share no address that a vendor gave", () => {
    const at = (stack: "staging" | "production", address: string) =>
      withValue(stacks[stack], ["apps", "web", "address"], address);
    const others = { production: at("production", "https://shop.vercel.app") };
    expect(codes({ data: at("staging", "https://shop.vercel.app/app"), others })).toEqual(["isolation/shared"]);
    expect(codes({ data: at("staging", "https://shop-git-main.vercel.app"), others })).toEqual([]);
  });

  it("share no adopted id and no chosen name", () => {
    const adopted = { "shop-database-project": "abcdefghijklmnopqrst" };
    const others = { production: withValue(stacks.production, ["adopt"], adopted) };
    expect(codes({ data: withValue(stacks.staging, ["adopt"], adopted), others })).toEqual(["isolation/shared"]);
    expect(
      codes({
        data: withValue(stacks.staging, ["adopt"], { "shop-database-project": "tsrqponmlkjihgfedcba" }),
        others,
      }),
    ).toEqual([]);
    const named = withValue(stacks.production, ["names"], { "web-project": "shop" });
    expect(
      codes({ data: withValue(stacks.staging, ["names"], { "web-project": "shop" }), others: { production: named } }),
    ).toEqual(["isolation/shared"]);
  });

  it("have one owner of the repository, in one organisation", () => {
    expect(codes({ others: { production: withValue(stacks.production, ["owner"], false) } })).toEqual([
      "isolation/owner",
    ]);
    expect(codes({ data: withValue(stacks.staging, ["owner"], true) })).toEqual(["isolation/owner"]);
    expect(codes({ data: withValue(stacks.staging, ["owners", "github"], "elsewhere") })).toEqual([
      "isolation/repository",
    ]);
  });

  it("are checked by the owner, which declares the other's GitHub environment", () => {
    const others = { staging: withValue(stacks.staging, ["database", "region"], "mars") };
    expect(codes({ stack: "production", others })).toEqual(["isolation/unreadable"]);
    expect(codes({ stack: "local", others })).toEqual([]);
  });
});

describe("a stack file", () => {
  it("has what the definition needs, and nothing that it does not have", () => {
    expect(codes({ data: withValue(stacks.staging, ["database"], undefined) })).toEqual(["config/missing"]);
    expect(codes({ data: withValue(stacks.staging, ["owners", "supabase"], undefined) })).toEqual(["config/missing"]);
    expect(codes({ data: withValue(stacks.staging, ["apps"], {}) })).toEqual(["config/missing"]);
    expect(codes({ data: withValue(stacks.staging, ["apps", "admin"], {}) })).toEqual(["config/unknown-key"]);
    expect(codes({ data: withValue(stacks.staging, ["names", "webb"], "x") })).toEqual(["config/unknown-key"]);
  });

  it("gives an application the address that something reads", () => {
    const none = withValue(stacks.staging, ["apps", "web", "hosts"], []);
    const where = problems({ data: none }).map((problem) => problem.where.split("environment.")[1]);
    expect(where).toEqual(["apps.web.hosts", "database.siteUrl"]);
    expect(codes({ data: withValue(none, ["apps", "web", "address"], "https://shop-git-main.vercel.app") })).toEqual(
      [],
    );
    const unread = web("NEXT_PUBLIC_APP_URL", undefined);
    expect(
      codes({ data: withValue(none, ["database", "siteUrl"], "https://shop.example/welcome"), definition: unread }),
    ).toEqual([]);
  });

  it("names relative hosts only under a domain", () => {
    const { domain: _, ...withoutDomain } = definition;
    const data = withValue(stacks.staging, ["apps", "web", "hosts"], ["staging", "shop-staging.vercel.app"]);
    const found = problems({ definition: withoutDomain, data });
    expect(found.map(({ where }) => where)).toEqual(["Pulumi.staging.yaml groundplan:environment.apps.web.hosts[0]"]);
  });

  it("of production names real vendors", () => {
    expect(codes({ stack: "production", data: withValue(stacks.production, ["vendors"], "loopback") })).toContain(
      "config/invalid",
    );
  });
});
