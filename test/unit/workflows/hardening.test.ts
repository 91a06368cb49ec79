import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { consumedBy } from "../../../src/spec/secrets.ts";
import { commands } from "../../../src/workflows/commands.ts";
import { byHand, described } from "../../../src/workflows/describe.ts";
import { pins } from "../../../src/workflows/pins.ts";
import { pipelinesOf, workflowFiles } from "../../../src/workflows/pipelines.ts";
import { mobileEverywhere, productNames, productSpec } from "./products.ts";

/** Every hardening, held against every generated file: one that a pipeline forgets is red here. */
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
  readonly env?: Record<string, string>;
}
interface Job {
  readonly "timeout-minutes"?: number;
  readonly permissions?: Record<string, string>;
  readonly environment?: string | { readonly name: string; readonly url: string };
  readonly concurrency?: { group: string; "cancel-in-progress": boolean };
  readonly if?: string;
  readonly steps: readonly Step[];
}

const subjects = [
  ...productNames.map((name) => ({ name, spec: productSpec(name) })),
  { name: "mobile", spec: mobileEverywhere() },
];
const files = subjects.flatMap(({ name, spec }) =>
  workflowFiles(spec).map(({ path, content }) => ({
    name: `${name} ${path.split("/").at(-1)}`,
    content,
    yaml: parse(content),
  })),
);
const jobs = files.flatMap(({ name, yaml, content }) =>
  Object.entries<Job>(yaml.jobs).map(([id, job]) => ({ name: `${name} ${id}`, job, on: yaml.on, content })),
);
const text = (job: Job): string => JSON.stringify(job);
const readsSecrets = (job: Job): boolean => text(job).includes("secrets.");
const entered = ({ environment }: Job): string | undefined =>
  typeof environment === "object" ? environment.name : environment;
const stackOf = (job: Job): string | undefined => /--stack (\w+)/.exec(text(job))?.[1];
const changesStack = (job: Job): boolean =>
  Object.entries(commands).some(([command, { changes }]) => changes && text(job).includes(`groundplan ${command} `));
const usesOf = (job: Job, action: string): Step[] =>
  job.steps.filter(({ uses }) => uses?.startsWith(`${action}@`) === true);
const names = (found: readonly { readonly name: string }[]): string[] => found.map(({ name }) => name);

describe("every generated file", () => {
  it("is there to be looked at", () => {
    expect(files.length).toBeGreaterThan(40);
    expect(jobs.length).toBeGreaterThan(60);
  });

  it("gives its token no right at the top", () => {
    expect(names(files.filter(({ yaml }) => JSON.stringify(yaml.permissions) !== "{}"))).toEqual([]);
  });

  it("says which runs must not run at once", () => {
    expect(names(files.filter(({ yaml }) => yaml.concurrency?.group === undefined))).toEqual([]);
  });

  it("starts on nothing that runs with our secrets on what others wrote", () => {
    const allowed = ["pull_request", "push", "schedule", "workflow_dispatch"];
    expect(names(files.filter(({ yaml }) => Object.keys(yaml.on).some((event) => !allowed.includes(event))))).toEqual(
      [],
    );
  });

  it("says beside each commit which release it is, and beside each right why", () => {
    const bare = files.filter(({ content }) =>
      content.split("\n").some((line) => /\buses: \S+$|^ {6}[a-z-]+: (read|write)$/.test(line)),
    );
    expect(names(bare)).toEqual([]);
  });

  it("has no expression inside a program", () => {
    const programs = jobs.flatMap(({ name, job }) =>
      job.steps.flatMap(({ run, with: inputs }) =>
        [run, inputs?.["script"]].flatMap((one) => (typeof one === "string" ? [{ name, one }] : [])),
      ),
    );
    expect(programs.filter(({ one }) => one.includes("${{"))).toEqual([]);
  });
});

describe("every generated job", () => {
  it("ends, and says what its token may do", () => {
    expect(
      names(jobs.filter(({ job }) => !(Number(job["timeout-minutes"]) > 0) || job.permissions === undefined)),
    ).toEqual([]);
  });

  it("writes nothing with its token but where that is its one purpose", () => {
    const writers = jobs.filter(({ job }) => Object.values(job.permissions ?? {}).includes("write"));
    const others = writers.filter(({ job }) => job.steps.some(({ run }) => run !== undefined));
    expect(names(others)).toEqual([]);
    expect(
      new Set(
        writers.flatMap(({ job }) =>
          Object.entries(job.permissions ?? {}).flatMap(([scope, access]) => (access === "write" ? [scope] : [])),
        ),
      ),
    ).toEqual(new Set(["issues", "pull-requests", "security-events"]));
  });

  it("leaves no token in the checkout", () => {
    const careless = jobs.filter(({ job }) =>
      usesOf(job, "actions/checkout").some((step) => step.with?.["persist-credentials"] !== false),
    );
    expect(names(careless)).toEqual([]);
  });

  it("uses actions of the table only, at their commits", () => {
    const known = new Set(Object.entries(pins).map(([name, { commit }]) => `${name}@${commit}`));
    expect(
      jobs.flatMap(({ job }) => job.steps.flatMap(({ uses }) => (uses === undefined || known.has(uses) ? [] : [uses]))),
    ).toEqual([]);
  });

  it("takes no packages from a cache where it holds keys", () => {
    const keyed = jobs.filter(({ job }) => readsSecrets(job));
    const cached = keyed.filter(({ job }) =>
      usesOf(job, "actions/setup-node").some(
        (step) => step.with?.["package-manager-cache"] !== false || step.with?.["cache"] !== undefined,
      ),
    );
    expect(keyed.length).toBeGreaterThan(20);
    expect(names(cached)).toEqual([]);
  });

  it("reads secrets inside its stack's own environment", () => {
    const loose = jobs.filter(
      ({ job, on }) =>
        on.pull_request === undefined &&
        readsSecrets(job) &&
        (entered(job) ?? "none") !== (stackOf(job) ?? entered(job)),
    );
    expect(names(loose)).toEqual([]);
  });

  it("gives a token to the step that needs it, not to those before it", () => {
    const builds = jobs.filter(({ job }) => text(job).includes("secrets.EXPO_TOKEN"));
    expect(builds).toHaveLength(6);
    const early = builds.filter(({ job }) => JSON.stringify(job.steps.slice(0, -1)).includes("secrets."));
    expect(names(early)).toEqual([]);
  });

  it("takes no tool from a cache where it holds keys, and no release that nobody named", () => {
    const installs = jobs.flatMap(({ job }) => usesOf(job, "expo/expo-github-action"));
    expect(installs).toHaveLength(6);
    for (const { with: inputs } of installs) {
      expect(inputs).toMatchObject({ "eas-cache": false, "eas-version": expect.stringMatching(/^\d+\.\d+\.\d+$/) });
      expect(inputs).not.toHaveProperty("token");
    }
  });

  it("keeps its dump for as long as declared, or fails: none is no backup", () => {
    const kept = jobs.flatMap(({ job }) => usesOf(job, "actions/upload-artifact"));
    const dumps = kept.filter(({ with: inputs }) => inputs?.["path"] === "backup");
    expect(dumps.length).toBeGreaterThan(5);
    for (const { with: inputs } of dumps)
      expect(inputs).toMatchObject({ name: "backup-production", "if-no-files-found": "error", "retention-days": 30 });
    for (const { with: inputs } of kept) expect(inputs).toMatchObject({ "include-hidden-files": false });
  });

  it("that scans files fails for what is grave, also where it reports it", () => {
    const scans = jobs.filter(({ job }) => usesOf(job, "aquasecurity/trivy-action").length > 0);
    expect(scans.length).toBe(subjects.length);
    for (const { job } of scans) {
      const [inputs] = usesOf(job, "aquasecurity/trivy-action").map((step) => step.with);
      expect(inputs).toMatchObject({ "exit-code": 1, severity: "HIGH,CRITICAL", scanners: "vuln,secret,misconfig" });
      const reports: readonly Step[] = usesOf(job, "github/codeql-action/upload-sarif");
      expect(inputs?.["limit-severities-for-sarif"]).toBe(reports.length > 0 ? true : undefined);
      for (const step of reports) expect(step).toMatchObject({ if: "always()" });
    }
    const reviews = jobs.flatMap(({ job }) => usesOf(job, "actions/dependency-review-action"));
    expect(reviews.length).toBeGreaterThan(0);
    for (const { with: inputs } of reviews) expect(inputs).toMatchObject({ "fail-on-severity": "high" });
  });

  it("that scans for secrets has the licence of organisations, and no secret for it", () => {
    const scans = jobs.flatMap(({ job }) => usesOf(job, "gitleaks/gitleaks-action"));
    expect(scans.length).toBeGreaterThan(0);
    for (const { env } of scans) expect(env).toMatchObject({ GITLEAKS_LICENSE: "${{ vars.GITLEAKS_LICENSE }}" });
  });

  it("that measures an address publishes nothing of it", () => {
    const reports = jobs.flatMap(({ job }) => usesOf(job, "treosh/lighthouse-ci-action"));
    expect(reports.map((step) => step.with?.["temporaryPublicStorage"])).toEqual([false, false, false]);
  });

  it("that changes a stack does so alone and to its end", () => {
    const changing = jobs.filter(({ job }) => changesStack(job));
    expect(changing.length).toBeGreaterThan(10);
    const loose = changing.filter(
      ({ job }) =>
        !["stack", "preview"].some((kind) => job.concurrency?.group === `${kind}-${stackOf(job)}`) ||
        job.concurrency?.["cancel-in-progress"] !== false,
    );
    expect(names(loose)).toEqual([]);
  });

  it("of a pull request holds keys only where forks and Dependabot are kept out", () => {
    const open = jobs.filter(
      ({ job, on }) =>
        on.pull_request !== undefined &&
        readsSecrets(job) &&
        !/head\.repo\.full_name == github\.repository && .*!= 'dependabot\[bot\]'/.test(job.if ?? ""),
    );
    expect(names(open)).toEqual([]);
  });

  it("of a pull request reads secrets in the environment of pull requests, and enters no other", () => {
    const ofPullRequests = jobs.filter(({ on }) => on.pull_request !== undefined);
    const wanted = (job: Job) => (readsSecrets(job) ? "preview" : undefined);
    expect(ofPullRequests.filter(({ job }) => readsSecrets(job))).toHaveLength(7);
    expect(names(ofPullRequests.filter(({ job }) => entered(job) !== wanted(job)))).toEqual([]);
  });

  it("of a pull request reads no database's password, and nobody else enters its environment", () => {
    const entering = jobs.filter(({ job }) => entered(job) === "preview");
    expect(names(entering.filter(({ on }) => Object.keys(on).join() !== "pull_request"))).toEqual([]);
    expect(names(entering.filter(({ job }) => text(job).includes("SUPABASE_DB_PASSWORD")))).toEqual([]);
  });

  it("has services by their digest", () => {
    const images = jobs.flatMap(({ job }) => [...text(job).matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image));
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
  });
});

describe("every secret that a job reads", () => {
  it.each(productNames)("of %s is set by the platform, or is one that a person is told to set", (product) => {
    const spec = productSpec(product);
    const given = consumedBy(spec.secrets, "workflow", "ci").map(({ name }) => name);
    const workflows = pipelinesOf(spec);
    const known = new Set([...given, ...byHand(spec, workflows).map(({ name }) => name)]);
    const read = described(spec, workflows).flatMap(({ secrets }) => secrets);
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe("what a person sets in the environment of pull requests", () => {
  const inPreview = (release: object): string[] => {
    const spec = productSpec("overview", release);
    return byHand(spec, pipelinesOf(spec)).flatMap(({ environment, name }) => (environment === "preview" ? name : []));
  };

  it("is what lets a preview of the stack in", () => {
    expect(inPreview({})).toEqual(["PULUMI_ACCESS_TOKEN", "PLATFORM_GITHUB_TOKEN"]);
    expect(inPreview({ state: "own" })).toEqual([
      ...["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PLATFORM_GITHUB_TOKEN"],
    ]);
  });

  it("is nothing where no job looks at the stack", () => {
    expect(inPreview({ without: { "infra-preview": { reason: "tokens that only read are not to be had" } } })).toEqual(
      [],
    );
  });
});
