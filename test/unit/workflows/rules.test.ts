import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PlatformSpec } from "../../../src/spec/platform.ts";
import { examine, rules } from "../../../src/workflows/examine.ts";
import { workflowFiles } from "../../../src/workflows/pipelines.ts";
import { readWorkflow } from "../../../src/workflows/written.ts";
import { mobileEverywhere, ownSpec, productNames, productSpec } from "./products.ts";

/** A product that releases by tag, after approval; its scripts. */
const spec = productSpec("kingtavo");
const scripts = ["lint", "test:unit", "test:integration", "build", "test:e2e", "mobile:build"];
/** Where a rule needs the other workflows to be there. */
const others = { ...spec, repository: { ...spec.repository, requiredChecks: [] } };

/** One with a mobile app, and the profiles of its eas.json. */
const mobile = { ...productSpec("preset"), repository: { ...productSpec("preset").repository, requiredChecks: [] } };
const profiles = ["development", "preview", "production"];

const fixture = (rule: string, kind: `${"failing" | "passing"}${"" | "-pull-request"}`): string =>
  readFileSync(join(import.meta.dirname, "fixtures", rule, `${kind}.yml`), "utf8");

const found = (text: string, of: PlatformSpec = spec): string[] =>
  examine({ workflows: [readWorkflow("x.yml", text)], spec: of, scripts, profiles }).map(
    ({ rule, file, line, problem }) => `${rule} ${file}:${line} ${problem}`,
  );

describe.each(rules.map(({ name }) => name))("the rule %s", (rule) => {
  const of = rule === "known-profile" ? mobile : ["required-check", "known-script"].includes(rule) ? spec : others;

  it("passes what is right, as every other rule does", () => {
    expect(found(fixture(rule, "passing"), of)).toEqual([]);
  });

  it("finds what is wrong, and says where", () => {
    const findings = found(fixture(rule, "failing"), of).filter((one) => one.startsWith(`${rule} `));
    expect(findings).toMatchSnapshot();
    expect(findings).toHaveLength(1);
  });
});

describe("the rule", () => {
  const right = fixture("blast-radius", "passing");
  const changed = (from: string, to: string, of = others): string[] => {
    expect(right).toContain(from);
    return found(right.replace(from, to), of);
  };

  it.each([
    ["environment: production", "environment: staging", 'in the environment "staging": its rules hold nobody back'],
    ['push:\n    tags: ["v*"]', "pull_request:", "what nobody has reviewed would hold its keys"],
  ])("blast-radius finds %s → %s", (from, to, problem) => {
    expect(changed(from, to).join("\n")).toContain(problem);
  });

  const tried = right
    .replace("environment: production", "environment: staging")
    .replace('tags: ["v*"]', "branches: [main]")
    .replace("up --stack production", "deploy --stack production --ref x --hold");
  it.each([
    ["a build that is held back", tried, others, ""],
    [
      "looking at it",
      tried.replace("deploy --stack production --ref x --hold", "smoke --stack production"),
      others,
      "",
    ],
    ["one that is not held back", tried.replace(" --hold", ""), others, "its rules hold nobody back"],
    ["a promotion", tried.replace(/deploy (.*) --ref x --hold/, "promote $1"), others, "its rules hold nobody back"],
    ["an environment of nobody's", tried.replace("staging", "other"), others, "its rules hold nobody back"],
    ["the other strategy", tried, productSpec("preset"), "its rules hold nobody back"],
  ])("blast-radius lets a job of staging do no more to production than %s", (_, text, of, problem) => {
    const findings = found(text, { ...of, repository: { ...of.repository, requiredChecks: [] } }).join("\n");
    if (problem === "") expect(findings).toBe("");
    else expect(findings).toContain(problem);
  });

  describe("blast-radius on a platform that deploys pull requests", () => {
    const previewed = productSpec("overview");
    const alone = { ...previewed, repository: { ...previewed.repository, requiredChecks: [] } };
    const own = fixture("blast-radius", "passing-pull-request");
    const after = (from: string, to: string): string[] => {
      expect(own).toContain(from);
      return found(own.replace(from, to), alone);
    };
    const job = 'blast-radius x.yml:6 job "preview"';

    it("passes a job of a pull request in their own environment", () => {
      expect(found(own, alone)).toEqual([]);
    });

    it("finds one in its stack's", () => {
      expect(found(fixture("blast-radius", "failing-pull-request"), alone)).toEqual([
        `${job} runs for pull requests in the environment staging: what nobody has reviewed would hold its keys`,
      ]);
    });

    it.each([
      ["    environment: preview\n", "", "works on the stack staging in no environment: its rules hold nobody back"],
      ["environment: preview", "environment: other", "runs for pull requests in the environment other"],
      ["--stack staging", "--stack production", 'works on the stack production in the environment "preview"'],
    ])("finds %j → %j", (from, to, problem) => {
      expect(after(from, to).filter((one) => one.startsWith("blast-radius"))).toEqual([
        expect.stringContaining(`${job} ${problem}`),
      ]);
    });

    it("finds a job of the default branch in the environment of pull requests", () => {
      expect(after("pull_request: {}", "push: { branches: [main] }")).toEqual([
        `${job} works on the stack staging in the environment "preview": its rules hold nobody back`,
      ]);
    });
  });

  it("blast-radius finds a secret outside of any environment", () => {
    const text = fixture("timeout", "passing")
      .replace("    environment: production\n", "")
      .replace("npx groundplan up --stack production", "echo\n        env:\n          T: ${{ secrets.VERCEL_TOKEN }}");
    expect(found(text, others)).toEqual([
      'blast-radius x.yml:7 job "deploy" reads VERCEL_TOKEN outside of any environment: every workflow on every branch could',
    ]);
  });

  it.each([
    ["T: ${{ secrets['VERCEL_TOKEN'] }}", "reads VERCEL_TOKEN outside"],
    ["T: ${{ toJSON(secrets) }}", "reads all of them outside"],
  ])("blast-radius finds one that is read as %s", (variable, problem) => {
    const text = fixture("timeout", "passing")
      .replace("    environment: production\n", "")
      .replace("npx groundplan up --stack production", `echo\n        env:\n          ${variable}`);
    expect(found(text, others).join("\n")).toContain(problem);
  });

  it.each(['--stack "production"', "--stack='production'", "--stack $STACK", '--stack "${STACK}"'])(
    "blast-radius finds production behind %s",
    (flag) => {
      expect(changed("--stack production", flag)).toEqual([]);
      const elsewhere = right.replace("--stack production", flag).replace("environment: production", "environment: x");
      expect(found(elsewhere, others).join("\n")).toContain("works on the stack production");
    },
  );

  it("blast-radius takes a command that nobody knows for one that enters the stack", () => {
    const unknown = right.replace("groundplan up", "groundplan teleport");
    expect(found(unknown.replace("environment: production", "environment: staging"), others).join("\n")).toContain(
      "works on the stack production",
    );
  });

  it("blast-radius and pinned-action look at workflows that a job calls, timeout does not", () => {
    const calling = (uses: string) => `on: push\njobs:\n  x:\n    uses: ${uses}\n    secrets: inherit\n`;
    expect(found(calling("other/repository/.github/workflows/a.yml@main"), others)).toEqual([
      'blast-radius x.yml:3 job "x" reads all of them outside of any environment: every workflow on every branch could',
      expect.stringContaining("pinned-action x.yml:3 the action other/repository/.github/workflows/a.yml is not in"),
    ]);
    expect(found(calling("./.github/workflows/a.yml").replace("    secrets: inherit\n", ""), others)).toEqual([]);
  });

  it("blast-radius finds an environment in which nobody approves, where each deployment is approved", () => {
    const environments = spec.repository.environments.map((one) => ({ ...one, approvers: [] }));
    const nobody = { ...others, repository: { ...others.repository, environments } };
    expect(found(right, nobody).join("\n")).toContain("the environment has nobody who could");
  });

  it.each([
    ["cancel-in-progress: false", "cancel-in-progress: true", "a newer run cuts it in the middle"],
    ["group: stack-production", "group: deploys", "without a concurrency group of that stack"],
    [
      "permissions: {}\njobs",
      "permissions: {}\nconcurrency: { group: x, cancel-in-progress: true }\njobs",
      "a newer run of the workflow cuts it",
    ],
  ])("deploy-concurrency finds %s → %s", (from, to, problem) => {
    expect(changed(from, to).join("\n")).toContain(problem);
  });

  it.each([
    [
      "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
      "v7",
      "actions/checkout is at v7; the table of pins has 3d3c42e5",
    ],
    [" # v7.0.1", "", "does not say its release beside the commit, or another one: nothing"],
    [" # v7.0.1", " # v6.0.0", "or another one: v6.0.0"],
  ])("pinned-action finds %s → %s", (from, to, problem) => {
    expect(changed(from, to).join("\n")).toContain(problem);
  });

  it.each([
    ['push:\n    tags: ["v*"]', "schedule: [{ cron: '0 4 * * *' }]", "on schedule, which the release does not say"],
    ['push:\n    tags: ["v*"]', "push: {}", "on every push, whatever the branch"],
    ['push:\n    tags: ["v*"]', "workflow_run: {}", "on workflow_run"],
  ])("release-trigger finds %s → %s", (from, to, problem) => {
    expect(changed(from, to).join("\n")).toContain(problem);
  });

  it("release-trigger lets a person start it", () => {
    expect(changed('push:\n    tags: ["v*"]', "workflow_dispatch: {}")).toEqual([]);
  });

  it("release-trigger holds staging against its own trigger", () => {
    const staging = right.replaceAll("production", "staging").replace('tags: ["v*"]', "branches: [main]");
    expect(found(staging, others)).toEqual([]);
    const onPullRequests = {
      ...others,
      release: { ...others.release, staging: { ...others.release.staging, on: "pullRequest" as const } },
    };
    expect(found(staging, onPullRequests).join("\n")).toContain("on a push to main, which the release does not say");
  });

  it("known-profile says what there is, and nothing where there is no eas.json to look at", () => {
    const workflows = [readWorkflow("x.yml", fixture("known-profile", "failing"))];
    const problems = (names: readonly string[] | undefined) =>
      examine({ workflows, spec: mobile, scripts, profiles: names }).map(({ problem }) => problem);
    expect(problems([])[0]).toContain("which apps/mobile/eas.json does not have; it has: none.");
    expect(problems(["preview"])[0]).toContain('it has: preview. Did you mean "preview"?');
    expect(problems(undefined)).toEqual([]);
  });

  it("finds nothing in a file that is none", () => {
    expect(found("a: [", others)).toEqual([]);
    expect(found("just text", others)).toEqual([]);
  });
});

describe("the rules together", () => {
  it.each(["mobile" as const, ...productNames])("find nothing in the pipelines of %s", (name) => {
    const product = name === "mobile" ? mobileEverywhere() : productSpec(name);
    const workflows = workflowFiles(product).map(({ path, content }) => readWorkflow(path, content));
    expect(examine({ workflows, spec: product, scripts: undefined, profiles })).toEqual([]);
  });

  it("find nothing in those of this repository, whose scripts are there", async () => {
    const own = await ownSpec();
    const manifest = readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8");
    const workflows = workflowFiles(own).map(({ path, content }) => readWorkflow(path, content));
    expect(
      examine({ workflows, spec: own, scripts: Object.keys(JSON.parse(manifest).scripts), profiles: undefined }),
    ).toEqual([]);
  });

  it("hold their own fixtures, each of them", () => {
    expect(rules.map(({ name }) => name)).toEqual([
      "blast-radius",
      "required-check",
      "timeout",
      "deploy-concurrency",
      "pinned-action",
      "release-trigger",
      "known-script",
      "known-profile",
    ]);
  });
});
