import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { forPeople, loadForProgram } from "../../../src/config/program.ts";
import { inMockedProgram } from "../../support/plan.ts";
import { definition, secrets, stacks, withValue } from "../../support/platform.ts";

const tokens = {
  GITHUB_TOKEN: "ghp_test",
  VERCEL_API_TOKEN: "test",
  SUPABASE_ACCESS_TOKEN: "sbp_test",
};
const endpoints = {
  GITHUB_BASE_URL: "http://127.0.0.1:4702/api/v3/",
  VERCEL_API_URL: "http://127.0.0.1:4701",
  SUPABASE_API_URL: "http://127.0.0.1:4703",
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "program-"));
  writeFileSync(join(directory, "platform.ts"), `export default ${JSON.stringify(definition)};`);
  for (const [stack, data] of Object.entries(stacks)) {
    writeFileSync(join(directory, `Pulumi.${stack}.yaml`), stringify({ config: { "groundplan:environment": data } }));
  }
});
afterEach(() => rmSync(directory, { recursive: true }));

const values: Record<string, string> = {
  STRIPE_SECRET_KEY: `sk_test_${"a".repeat(24)}`,
  SUPABASE_DB_PASSWORD: "a".repeat(24),
  SUPABASE_ACCESS_TOKEN: `sbp_${"a".repeat(40)}`,
  VERCEL_TOKEN: "a".repeat(24),
};

interface Run {
  readonly stack?: keyof typeof stacks;
  readonly project?: string;
  readonly data?: unknown;
  readonly config?: Readonly<Record<string, string>>;
  readonly plain?: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Loads as the engine would have it: configuration as texts, secrets by name. */
function load({
  stack = "staging",
  project = "shop",
  data = stacks[stack],
  config = {},
  plain = [],
  environment = tokens,
}: Run = {}) {
  const secretConfig = Object.fromEntries(Object.keys(secrets).map((name) => [`secrets:${name}`, values[name] ?? ""]));
  return inMockedProgram(
    {
      project,
      stack,
      config: {
        "groundplan:environment": JSON.stringify(data),
        "pulumi:disable-default-providers": '["*"]',
        ...secretConfig,
        ...config,
      },
      secretKeys: Object.keys(secretConfig).filter((key) => !plain.includes(key)),
    },
    async () => {
      const { spec, secret } = await forPeople(() => loadForProgram({ directory, environment }));
      return { spec, isSecret: await pulumi.isSecret(secret("STRIPE_SECRET_KEY")) };
    },
  );
}

describe("loading a stack for its program", () => {
  it("gives the same platform as for a command, and secrets as secret Outputs", async () => {
    const { spec, isSecret } = await load();
    expect(spec).toMatchObject({ name: "shop", stack: "staging" });
    expect(isSecret).toBe(true);
    expect(JSON.stringify(spec)).not.toContain(values["STRIPE_SECRET_KEY"]);
  });

  it("looks at the form of each value, and never shows one", async () => {
    const failing = load({ config: { "secrets:VERCEL_TOKEN": "hunter2" } });
    await expect(failing).rejects.toThrow("secrets:VERCEL_TOKEN: has a value (not shown) of another form");
    await expect(failing).rejects.not.toThrow("hunter2");
  });

  it("refuses a plain-text secret, an unknown key and another project's name, all at once and without a stack trace", async () => {
    const failing = load({
      project: "shopp",
      plain: ["secrets:VERCEL_TOKEN"],
      config: { "groundplan:enviroment": "x" },
    });
    await expect(failing).rejects.toSatisfy((error) => pulumi.RunError.isInstance(error));
    await expect(failing).rejects.toThrow(
      /3 problems:[\s\S]*Pulumi\.yaml name[\s\S]*groundplan:enviroment[\s\S]*VERCEL_TOKEN/,
    );
  });

  it("says which token is missing", async () => {
    await expect(load({ environment: { ...tokens, GITHUB_TOKEN: undefined } })).rejects.toThrow("lacks GITHUB_TOKEN");
  });

  it("never takes a stack on loopback to a real vendor", async () => {
    const local = { stack: "local" as const, environment: { ...tokens, ...endpoints } };
    await expect(load(local)).resolves.toBeDefined();
    const strayed = { ...tokens, ...endpoints, VERCEL_API_URL: undefined };
    await expect(load({ ...local, environment: strayed })).rejects.toThrow("VERCEL_API_URL does not point to it");
  });

  it("sends a GitHub token to GitHub, to this machine, or to a host that the machine allows", async () => {
    const to = (GITHUB_BASE_URL: string, more = {}) => load({ environment: { ...tokens, GITHUB_BASE_URL, ...more } });
    await expect(to("https://api.github.com/")).resolves.toBeDefined();
    await expect(to("http://127.0.0.1:4702/api/v3/")).resolves.toBeDefined();
    await expect(to("http://127.0.0.2:80/")).rejects.toThrow('names the host "127.0.0.2"');
    await expect(to("https://git.example.com/", { GROUNDPLAN_SELF_HOSTED: "git.example.com" })).resolves.toBeDefined();
  });

  it("tells what a stack file says wrong as a command would", async () => {
    await expect(load({ data: withValue(stacks.staging, ["databse"], {}) })).rejects.toThrow(
      'Did you mean "database"?',
    );
  });
});
