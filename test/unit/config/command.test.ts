import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadDefinition, loadForCommand } from "../../../src/config/command.ts";
import { PlatformError, PlatformErrors } from "../../../src/errors.ts";
import { definition, type StackName, secrets, stacks, withValue } from "../../support/platform.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "config "));
  mkdirSync(join(directory, "src"));
  write("Pulumi.yaml", stringify({ name: "shop", runtime: "nodejs" }));
  write("src/platform.ts", "export default {};");
  for (const stack of Object.keys(stacks) as StackName[]) writeStack(stack, stacks[stack]);
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (file: string, content: string) => writeFileSync(join(directory, file), content);
const secure = (stack: string) =>
  Object.fromEntries(Object.keys(secrets).map((name) => [`secrets:${name}`, { secure: `v1:${stack}:${name}` }]));
const writeStack = (stack: string, data: unknown, file = `Pulumi.${stack}.yaml`, keys: object = secure(stack)) =>
  write(file, stringify({ config: { "groundplan:environment": data, ...keys } }));
const load = (stack: string, more: object = {}) => loadForCommand({ directory, stack, definition, ...more });

function problemsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof PlatformErrors) return error.problems;
    if (error instanceof PlatformError) return [error];
    throw error;
  }
  return [];
}

describe("loading a stack for a command", () => {
  it("gives the platform and the names of all stacks, without an engine", () => {
    const { spec, stacks: names } = load("staging");
    expect(spec).toMatchObject({ name: "shop", stack: "staging" });
    expect(names).toEqual(["local", "production", "staging"]);
  });

  it("names the line of what is wrong", () => {
    writeStack("staging", withValue(stacks.staging, ["database", "region"], "mars"));
    const [problem] = problemsOf(() => load("staging"));
    expect(problem?.where).toMatch(/^Pulumi\.staging\.yaml:\d+ groundplan:environment\.database\.region$/);
    expect(problem?.problem).toContain('is "mars"');
  });

  it("refuses a stack that does not exist, naming those that do", () => {
    const [problem] = problemsOf(() => load("stagign"));
    expect(problem).toMatchObject({ code: "config/unknown-stack" });
    expect(problem?.problem).toContain('allowed: local, production, staging. Did you mean "staging"?');
  });

  it("tells a typo'd key, a wrong type, a missing value and a plain secret at once", () => {
    let data = withValue(stacks.staging, ["vendor"], "real");
    data = withValue(data, ["database", "size"], 3);
    data = withValue(data, ["owners", "supabase"], 7);
    writeStack("staging", data, undefined, { ...secure("staging"), "secrets:VERCEL_TOKEN": "plain" });
    const codes = problemsOf(() => load("staging")).map(({ code }) => code);
    expect(codes.sort()).toEqual(["config/invalid", "config/invalid", "config/unknown-key", "secret/plain-text"]);
  });

  it("reads the copy that the engine reads, where there is one, and then wants every secret", () => {
    writeStack("local", stacks.local, undefined, {});
    expect(load("local").spec.secrets.some(({ isSet }) => isSet)).toBe(false);
    writeStack("local", stacks.local, "copy.yaml", secure("copy"));
    const configFile = join(directory, "copy.yaml");
    expect(load("local", { configFile }).spec.secrets.every(({ isSet }) => isSet)).toBe(true);
    writeStack("local", stacks.local, "copy.yaml", {});
    expect(problemsOf(() => load("local", { configFile })).map(({ code }) => code)).toContain("secret/missing");
  });

  it("counts secrets of the private copy for a stack that makes none up, and takes nothing else from it", () => {
    writeStack("staging", stacks.staging, undefined, {});
    writeStack("staging", withValue(stacks.staging, ["vendor"], "stale"), "copy.yaml", secure("copy"));
    const secretsFile = join(directory, "copy.yaml");
    expect(load("staging", { secretsFile }).spec.secrets.every(({ isSet }) => isSet)).toBe(true);
    expect(problemsOf(() => load("staging", { secretsFile: join(directory, "none.yaml") })).length).toBe(4);
    writeStack("staging", stacks.staging, undefined, { "secrets:VERCEL_TOKEN": "plain" });
    expect(problemsOf(() => load("staging", { secretsFile })).map(({ code }) => code)).toEqual(["secret/plain-text"]);
  });

  it("lets a command that fills in secrets see which are missing", () => {
    writeStack("staging", stacks.staging, undefined, {});
    expect(problemsOf(() => load("staging")).length).toBe(4);
    const missing = load("staging", { lenient: true }).spec.secrets.filter(({ isSet }) => !isSet);
    expect(missing).toHaveLength(4);
    writeStack("staging", withValue(stacks.staging, ["kind"], "stageing"), undefined, {});
    expect(problemsOf(() => load("staging", { lenient: true })).map(({ code }) => code)).toContain("config/invalid");
  });

  it("finds a secret that was copied between stack files", () => {
    writeStack("staging", stacks.staging, undefined, secure("production"));
    expect(new Set(problemsOf(() => load("staging")).map(({ code }) => code))).toEqual(
      new Set(["isolation/shared-secret"]),
    );
  });

  it("says so when another stack's file is broken, as isolation cannot be judged then", () => {
    write("Pulumi.production.yaml", "config: [");
    expect(problemsOf(() => load("staging")).map(({ where }) => where.split(":")[0])).toContain(
      "Pulumi.production.yaml",
    );
  });

  it("holds the project's name against the platform's", () => {
    write("Pulumi.yaml", stringify({ name: "shopp", runtime: "nodejs" }));
    expect(problemsOf(() => load("staging")).map(({ code }) => code)).toEqual(["project/name"]);
  });
});

describe("loading a definition", () => {
  it("finds platform.ts in the project's folder, or in src", async () => {
    write("src/platform.ts", 'export default { name: "in-src" };');
    expect(await loadDefinition(directory)).toEqual({ name: "in-src" });
    write("platform.ts", 'export default { name: "beside" };');
    expect(await loadDefinition(directory)).toEqual({ name: "beside" });
  });

  it("says where there is none", async () => {
    rmSync(join(directory, "src"), { recursive: true });
    await expect(loadDefinition(directory)).rejects.toThrow("holds neither platform.ts nor src/platform.ts");
  });
});
