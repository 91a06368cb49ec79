import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlatformErrors } from "../../../src/errors.ts";
import { codes, definition, parse, problems, secrets, stacks, withValue } from "../../support/platform.ts";

describe("a platform", () => {
  it("is one frozen value of plain data", () => {
    const spec = parse();
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    const frozen = (value: unknown): boolean =>
      typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(spec)).toBe(true);
  });

  it("holds no secret value", () => {
    const value = `sk_test_${"s".repeat(24)}`;
    const spec = parse({ secrets: { ...secrets, STRIPE_SECRET_KEY: { encrypted: true, value } } });
    expect(JSON.stringify(spec)).not.toContain(value);
  });

  it("knows its hosts, names and capabilities", () => {
    expect(parse().apps[0]).toMatchObject({
      hosts: ["staging.shop.example"],
      url: "https://staging.shop.example",
      projectName: "shop-web-staging",
    });
    expect(parse({ stack: "production" }).apps[0]?.hosts).toEqual(["shop.example", "www.shop.example"]);
    expect(parse({ stack: "local" }).apps[0]?.url).toBe("http://localhost:3000");
    expect(parse().environment).toMatchObject({
      appEnv: "staging",
      protectsData: true,
      ownsRepository: false,
      usesLoopback: false,
    });
    expect(parse({ stack: "local" }).environment).toMatchObject({
      appEnv: "development",
      protectsData: false,
      ownsRepository: true,
    });
  });

  it("declares every real stack's GitHub environment where it owns the repository", () => {
    expect(parse({ stack: "production" }).repository.environments.map(({ stack }) => stack)).toEqual([
      "production",
      "staging",
    ]);
    expect(parse({ stack: "staging" }).repository.environments).toEqual([]);
    expect(parse({ stack: "local" }).repository.environments.map(({ stack }) => stack)).toEqual(["local"]);
  });

  it("has no variable whose secret is not for this environment", () => {
    const only = withValue(definition, ["secrets", 0, "environments"], ["production"]);
    const { STRIPE_SECRET_KEY: _, ...without } = secrets;
    const names = (stack: "staging" | "production", given: typeof secrets) =>
      parse({ definition: only, stack, secrets: given }).apps[0]?.variables.map(({ name }) => name);
    expect(names("staging", without)).not.toContain("STRIPE_SECRET_KEY");
    expect(names("production", secrets)).toContain("STRIPE_SECRET_KEY");
  });

  it("keeps every opt-out with its reason", () => {
    const reason = "staging is thrown away every night";
    const spec = parse({ data: withValue(stacks.staging, ["optOuts", "protection"], { reason }) });
    expect(spec.protects).toBe(false);
    expect(spec.environment.protectsData).toBe(true);
    expect(spec.optOuts).toContainEqual({ what: "protection", reason });
    expect(codes({ data: withValue(stacks.staging, ["optOuts", "protection"], { reason: "because" }) })).toEqual([
      "config/invalid",
    ]);
  });

  it("shares one Vercel project between real stacks where it says so", () => {
    const shared = withValue(definition, ["apps", "web", "project"], "shared");
    const of = (stack: "staging" | "production") => parse({ definition: shared, stack }).apps[0];
    expect(of("staging")).toMatchObject({ projectName: "shop-web", ownsProject: false });
    expect(of("production")).toMatchObject({ projectName: "shop-web", ownsProject: true });
  });
});

describe("everything that is wrong", () => {
  it("comes at once, each with its place, what is allowed, and the command that fixes it", () => {
    let data: unknown = withValue(stacks.staging, ["databse"], {});
    data = withValue(data, ["database", "size"], 3);
    data = withValue(data, ["owners", "github"], undefined);
    const found = problems({ data, secrets: { ...secrets, VERCEL_TOKEN: { encrypted: false } } });
    expect(found.map(({ code }) => code).sort()).toEqual([
      "config/invalid",
      "config/missing",
      "config/unknown-key",
      "isolation/repository",
      "secret/plain-text",
    ]);
    const typo = found.find(({ code }) => code === "config/unknown-key");
    expect(typo?.where).toBe("Pulumi.staging.yaml groundplan:environment.databse");
    expect(typo?.problem).toContain('Did you mean "database"?');
    expect(typo?.fix).toContain("pulumi config rm --path --stack staging 'groundplan:environment.databse'");
    const size = found.find(({ code }) => code === "config/invalid");
    expect(size?.problem).toMatch(/is 3, but allowed: nano, micro/);
    expect(size?.fix).toContain("pulumi config set --path --stack staging 'groundplan:environment.database.size'");
    expect(found.find(({ code }) => code === "config/missing")?.where).toContain("owners.github");
  });

  it("of the definition names the definition's file", () => {
    const found = problems({ definition: withValue(definition, ["apps", "web", "framwork"], "x") });
    expect(found).toMatchObject([{ where: "src/platform.ts apps.web.framwork" }]);
    expect(found[0]?.problem).toContain('Did you mean "framework"?');
  });

  it("never shows a value that looks like a secret", () => {
    const found = problems({ data: withValue(stacks.staging, ["kind"], `sk_live_${"k".repeat(24)}`) });
    expect(found.length).toBeGreaterThan(0);
    expect(JSON.stringify(found)).not.toContain("kkkk");
  });

  it("about a name is told before any vendor is asked", () => {
    const long = withValue(definition, ["name"], "a".repeat(41));
    expect(codes({ definition: long })).toEqual(["config/invalid"]);
    expect(codes({ data: withValue(stacks.staging, ["names", "web-project"], "Not---allowed") })).toEqual([
      "name/invalid",
    ]);
  });

  it("is PlatformErrors, whatever stands in the file", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("local" as const, "staging" as const, "production" as const),
        (data, stack) => {
          try {
            parse({ data: data ?? {}, stack });
          } catch (error) {
            expect(error).toBeInstanceOf(PlatformErrors);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is found again when any key of a valid file is spoilt", () => {
    const paths = pathsOf(stacks.production);
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        const data = withValue(stacks.production, [...path.slice(0, -1), `${String(path.at(-1))}x`], 1);
        expect(codes({ stack: "production", data }).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("the words local, staging and production", () => {
  it("stand in no code but environment.ts: everything else asks for a capability", () => {
    const folder = join(import.meta.dirname, "../../../src");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const deciding = files.filter((file) => {
      if (file === join("spec", "environment.ts")) return false;
      return /(===|!==|case)\s*"(local|staging|production)"/.test(readFileSync(join(folder, file), "utf8"));
    });
    expect(files.length).toBeGreaterThan(20);
    expect(deciding).toEqual([]);
  });
});

function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [[...path, key], ...pathsOf(item, [...path, key])]);
}
