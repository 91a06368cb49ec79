import { describe, expect, it } from "vitest";
import { parseStackFile } from "../../../src/config/stack-file.ts";

const text = `# a comment
config:
  pulumi:disable-default-providers: ["*"]
  groundplan:environment:
    kind: staging
    apps:
      web:
        hosts:
          - staging
          - "@"
  secrets:STRIPE_SECRET_KEY:
    secure: v1:abcdef
  secrets:PLAIN: hunter2
encryptionsalt: v1:salt
`;

const parse = (content: string) => parseStackFile(content, "staging", "Pulumi.staging.yaml");

describe("a stack file", () => {
  const file = parse(text);

  it("tells the environment object, and which secrets are there and encrypted; never a plain value", () => {
    expect(file.data).toEqual({ kind: "staging", apps: { web: { hosts: ["staging", "@"] } } });
    expect(file.secrets).toEqual({ STRIPE_SECRET_KEY: { encrypted: true }, PLAIN: { encrypted: false } });
    expect(file.ciphertexts).toEqual({ STRIPE_SECRET_KEY: "v1:abcdef" });
    expect(JSON.stringify(file)).not.toContain("hunter2");
    expect(file.problems).toEqual([]);
  });

  it("knows the line of every path, and of the nearest thing around one that is not there", () => {
    expect(file.line([])).toBe(4);
    expect(file.line(["kind"])).toBe(5);
    expect(file.line(["apps", "web", "hosts", 1])).toBe(10);
    expect(file.line(["apps", "web", "root"])).toBe(7);
    expect(file.line(["database", "region"])).toBe(4);
  });

  it("is refused with its line where it is not YAML", () => {
    const [problem] = parse("config:\n  a: [1\n  b: 2\n").problems;
    expect(problem).toMatchObject({ code: "config/syntax" });
    expect(problem?.where).toMatch(/^Pulumi\.staging\.yaml:[234]$/);
    expect(parse("config:\n  a: 1\n  a: 2\n").problems.map(({ code }) => code)).toEqual(["config/syntax"]);
  });

  it.each([
    ["groundplan:enviroment", 'Did you mean "groundplan:environment"?'],
    ["secretz:STRIPE_SECRET_KEY", 'Did you mean "secrets:STRIPE_SECRET_KEY"?'],
    ["vercel:team", "allowed: groundplan:environment"],
    ["overview:x", "allowed: groundplan:environment"],
  ])("has no key %s", (key, said) => {
    const [problem, ...more] = parse(`config:\n  ${key}: x\n`).problems;
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "config/unknown-key", where: "Pulumi.staging.yaml:2" });
    expect(problem?.problem).toContain(said);
    expect(problem?.fix).toContain(`pulumi config rm --stack staging ${key}`);
  });

  it("has no key beside config that Pulumi does not keep there", () => {
    const [problem] = parse("confg:\n  a: 1\n").problems;
    expect(problem?.problem).toContain('Did you mean "config"?');
  });

  it("does not hold its environment encrypted as a whole, which one secret inside would make it", () => {
    const [problem] = parse("config:\n  groundplan:environment:\n    secure: v1:abc\n").problems;
    expect(problem).toMatchObject({ code: "config/encrypted-environment", where: "Pulumi.staging.yaml:2" });
  });

  it("that is empty is one without settings", () => {
    expect(parse("")).toMatchObject({ data: undefined, secrets: {}, problems: [] });
  });
});
