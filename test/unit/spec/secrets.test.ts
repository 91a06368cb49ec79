import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretsOf } from "../../../src/spec/catalogue.ts";
import { platformDefinition } from "../../../src/spec/definition.ts";
import { environmentKinds } from "../../../src/spec/environment.ts";
import { example, type FormatName, formatNames, formatOf, matches } from "../../../src/spec/formats.ts";
import { isLoopbackAddress, looksSecret, shown } from "../../../src/spec/shape.ts";
import { codes, definition, withValue } from "../../support/platform.ts";

describe("every format", () => {
  it("accepts the values that it makes up, live or not, from any bytes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formatNames),
        fc.boolean(),
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        (name: FormatName, live, seed) => {
          const form = formatOf(name, live);
          const bytes = (count: number) =>
            Uint8Array.from({ length: count }, (_, index) => seed[index % seed.length] ?? 0);
          expect(matches(form, example(form, bytes))).toBe(true);
        },
      ),
    );
  });

  it("makes up another value each time", () => {
    for (const name of formatNames) {
      const form = formatOf(name, false);
      expect(example(form, randomBytes)).not.toBe(example(form, randomBytes));
    }
  });

  it("matches whole values only", () => {
    const form = formatOf("supabase-token", false);
    const value = example(form, randomBytes);
    expect(matches(form, `${value} `)).toBe(false);
    expect(matches(form, `x${value}`)).toBe(false);
  });

  it("tells test keys from live ones", () => {
    const test = formatOf("stripe-secret-key", false);
    const live = formatOf("stripe-secret-key", true);
    expect(matches(live, example(test, randomBytes))).toBe(false);
    expect(matches(test, example(live, randomBytes))).toBe(false);
  });
});

describe("a format of one's own", () => {
  const own = (format: unknown) => codes({ definition: withValue(definition, ["secrets", 0, "format"], format) });

  it("must accept what its template makes up", () => {
    expect(own({ description: "eight digits", pattern: "\\d{8}", template: "{digits:8}" })).toEqual([]);
    expect(own({ description: "eight digits", pattern: "\\d{8}", template: "{hex:8}" })).toEqual(["config/invalid"]);
    expect(own({ description: "eight digits", pattern: "(", template: "{digits:8}" })).toEqual(["config/invalid"]);
    expect(own("no-such-format")).toEqual(["config/invalid"]);
  });
});

describe("the catalogue", () => {
  const parsed = platformDefinition.parse(definition);

  it("has what the platform's features bring, and the platform's own", () => {
    for (const kind of environmentKinds) {
      expect(secretsOf(parsed, kind).map(({ name }) => name)).toEqual([
        "SUPABASE_DB_PASSWORD",
        "SUPABASE_ACCESS_TOKEN",
        "VERCEL_TOKEN",
        "STRIPE_SECRET_KEY",
      ]);
    }
  });

  it("lets a platform say a built-in one differently", () => {
    const own = {
      name: "VERCEL_TOKEN",
      purpose: "deploys by hand",
      format: "random",
      consumers: ["ci"],
      requiredBy: "apps",
      obtain: "ask the team lead",
      required: false,
    };
    const changed = platformDefinition.parse(withValue(definition, ["secrets"], [own]));
    const entries = secretsOf(changed, "staging").filter(({ name }) => name === "VERCEL_TOKEN");
    expect(entries).toMatchObject([{ purpose: "deploys by hand", required: false }]);
  });

  it("has each name once", () => {
    const twice = withValue(definition, ["secrets"], [definition.secrets[0], definition.secrets[0]]);
    expect(codes({ definition: twice })).toEqual(["config/invalid"]);
  });
});

describe("shapes", () => {
  it("of every secret format of vendors are recognised in a message", () => {
    const plain: FormatName[] = ["random", "password", "url", "vercel-token"];
    for (const name of formatNames.filter((one) => !plain.includes(one))) {
      expect([name, looksSecret(example(formatOf(name, true), randomBytes))]).toEqual([name, true]);
      expect(shown(example(formatOf(name, false), randomBytes))).toContain("not shown");
    }
  });

  it("of ordinary texts are not", () => {
    for (const text of [
      "pk_live_abcdefghijklmnop",
      "phc_abcdefghijklmnopqrstuvwxyz",
      "https://example.com/a",
      "skip-this_thing",
      "re_view",
    ]) {
      expect([text, looksSecret(text)]).toEqual([text, false]);
    }
  });

  it("of Supabase's legacy keys depend on the role", () => {
    const token = (role: string) =>
      [
        "eyJhbGciOiJIUzI1NiJ9",
        Buffer.from(JSON.stringify({ iss: "supabase", role })).toString("base64url"),
        "c2lnbmF0dXJl",
      ].join(".");
    expect(looksSecret(token("anon"))).toBe(false);
    expect(looksSecret(token("service_role"))).toBe(true);
  });

  it("of loopback addresses are found inside longer texts", () => {
    expect(isLoopbackAddress("postgres://postgres@127.0.0.1:5432/postgres")).toBe(true);
    expect(isLoopbackAddress("https://example.com")).toBe(false);
  });
});
