import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { PlatformSpec } from "../../../src/spec/platform.ts";
import { awaited, commands } from "../../../src/workflows/commands.ts";
import { described } from "../../../src/workflows/describe.ts";
import { pipelinesOf, workflowFiles } from "../../../src/workflows/pipelines.ts";
import { type ProductName, productNames, productSpec } from "./products.ts";

/** `deploy staging | push to main, by hand | environment staging` of every job, by file. */
function jobsOf(spec: PlatformSpec): Record<string, string[]> {
  const jobs = described(spec, pipelinesOf(spec));
  return Object.fromEntries(
    [...new Set(jobs.map(({ file }) => file))].map((file) => [
      file,
      jobs
        .filter((one) => one.file === file)
        .map(({ job, starts, gate, needs }) => [job, starts, gate, needs.join("+")].join(" | ")),
    ]),
  );
}

const stepsOf = (name: ProductName, file: string, job: string, changed: object = {}): readonly string[] => {
  const spec = productSpec(name, changed);
  return described(spec, pipelinesOf(spec)).find((one) => one.file === file && one.job === job)?.steps ?? [];
};
const calls = (steps: readonly string[]): string[] =>
  steps.flatMap((step) =>
    /^groundplan |upload-artifact|slack|npm run/.test(step) ? [step.replace("groundplan ", "")] : [],
  );

/** Each line that a job's shell runs, with what GitHub fills in where the shell takes it from a variable. */
function linesOf(name: ProductName, file: string, id: string): string[] {
  const found = workflowFiles(productSpec(name)).find(({ path }) => path.endsWith(`/${file}`));
  const steps: { run?: string; env?: Record<string, string> }[] = parse(found?.content ?? "").jobs[id].steps;
  return steps.flatMap(({ run, env = {} }) =>
    run === undefined
      ? []
      : run.replaceAll(/"\$(\w+)"/g, (_, variable) => String(env[variable])).replace("npx groundplan ", ""),
  );
}

describe("the pipelines of", () => {
  it.each(productNames)("%s are what its release says", (name) => {
    expect(jobsOf(productSpec(name))).toMatchSnapshot();
  });
});

describe("a job that deploys calls its commands", () => {
  it("with the very commit of the run, and each with what the one before it made", () => {
    expect(linesOf("kingtavo", "deploy-production.yml", "deploy-production")).toEqual([
      "npm ci",
      "db backup --stack production --out backup",
      "db migrate --stack production",
      "up --stack production",
      "deploy --stack production --ref ${{ github.sha }} --hold",
      "smoke --stack production --url ${{ steps.held.outputs.url }}",
      "promote --stack production --deployment ${{ steps.held.outputs.deployment }}",
      "health --stack production",
      "smoke --stack production",
      "rollback --stack production --to ${{ steps.promote.outputs.previous }}",
    ]);
    expect(linesOf("preset", "deploy-production.yml", "deploy-production").slice(4)).toEqual([
      "deploy --stack production --ref ${{ github.sha }}",
      ...["health --stack production", "smoke --stack production", "rollback --stack production"],
    ]);
    expect(linesOf("kingtavo", "deploy-staging.yml", "deploy-staging")).toEqual([
      "npm ci",
      "db migrate --stack staging",
      "up --stack staging",
      "deploy --stack staging --ref ${{ github.sha }}",
      "smoke --stack staging --url ${{ steps.deploy.outputs.url }}",
      "npm run test:e2e",
      "deploy --stack production --ref ${{ github.sha }} --hold",
      "smoke --stack production --url ${{ steps.candidate.outputs.url }} --before-migrations",
    ]);
  });

  it("of a pull request with the commit that was pushed, held back", () => {
    expect(linesOf("overview", "preview.yml", "preview")).toEqual([
      "npm ci",
      "deploy --stack staging --ref ${{ github.event.pull_request.head.sha }} --hold",
      "smoke --stack staging --url ${{ steps.deploy.outputs.url }}",
    ]);
  });

  it("to roll back to what was asked for, else to the last good one", () => {
    expect(linesOf("kingtavo", "rollback.yml", "rollback")).toEqual([
      ...["npm ci", "rollback --stack production", "rollback --stack production --to ${{ inputs.to }}"],
      ...["health --stack production", "smoke --stack production"],
    ]);
  });
});

describe("a deployment of production", () => {
  it("keeps a dump before it migrates, tests what it built before anybody sees it, and can go back", () => {
    expect(calls(stepsOf("kingtavo", "deploy-production.yml", "deploy production"))).toEqual([
      "db backup",
      "actions/upload-artifact",
      "db migrate",
      "up",
      "deploy",
      "smoke",
      "promote",
      "health",
      "smoke",
      "rollback",
      "slackapi/slack-github-action",
      "slackapi/slack-github-action",
    ]);
  });

  it("by the other strategy has its domain at once, and can go back too", () => {
    expect(calls(stepsOf("preset", "deploy-production.yml", "deploy production")).slice(3, 8)).toEqual([
      "up",
      "deploy",
      "health",
      "smoke",
      "rollback",
    ]);
  });

  it("goes back only when it went live, to what was there before", () => {
    const job = pipelinesOf(productSpec("kingtavo"))
      .flatMap(({ jobs }) => jobs)
      .find(({ id }) => id === "deploy-production");
    const back = job?.steps.find((step) => step.kind === "command" && step.command === "rollback");
    expect(back?.if?.source).toBe("(failure() || cancelled()) && steps.promote.outputs.previous != ''");
    expect(job?.steps.every((step) => step.if === undefined || /failure|success/.test(step.if.source))).toBe(true);
  });

  it("by the other strategy goes back only when it went live", () => {
    const job = pipelinesOf(productSpec("preset"))
      .flatMap(({ jobs }) => jobs)
      .find(({ id }) => id === "deploy-production");
    const back = job?.steps.find((step) => step.kind === "command" && step.command === "rollback");
    expect(back?.if?.source).toBe("(failure() || cancelled()) && steps.deploy.outcome == 'success'");
  });

  it("that waits for a person keeps no later commit from staging", () => {
    for (const name of productNames) {
      const workflow = pipelinesOf(productSpec(name)).find(({ file }) => file === "deploy-production.yml");
      expect(workflow?.concurrency).toMatchObject({
        ...{ cancelInProgress: false, group: { rendered: "${{ github.workflow }}-${{ github.sha }}" } },
      });
    }
  });

  it("follows staging in one workflow where one push deploys both", () => {
    const spec = productSpec("fashionos");
    const jobs = pipelinesOf(spec).find(({ file }) => file === "deploy-production.yml")?.jobs ?? [];
    expect(jobs.map(({ id, needs }) => [id, needs?.map((one) => one.id)])).toEqual([
      ["deploy-staging", undefined],
      ["deploy-production", ["deploy-staging"]],
    ]);
    expect(pipelinesOf(spec).find(({ file }) => file === "deploy-staging.yml")?.on.push).toBeUndefined();
  });

  it("stands alone for a tag, and staging starts on the push", () => {
    const workflows = pipelinesOf(productSpec("kingtavo"));
    expect(workflows.find(({ file }) => file === "deploy-production.yml")?.on.push).toEqual({ tags: ["v*"] });
    expect(workflows.find(({ file }) => file === "deploy-production.yml")?.jobs).toHaveLength(1);
    expect(workflows.find(({ file }) => file === "deploy-staging.yml")?.on.push).toEqual({ branches: ["main"] });
  });
});

describe("a deployment of staging", () => {
  it("migrates first, tests the deployed address, then builds and tries what production will get", () => {
    expect(calls(stepsOf("kingtavo", "deploy-staging.yml", "deploy staging"))).toEqual([
      "db migrate",
      "up",
      "deploy",
      "smoke",
      "npm run test:e2e",
      "deploy --stack production",
      "smoke --stack production",
      "slackapi/slack-github-action",
    ]);
    const file = workflowFiles(productSpec("kingtavo")).find(({ path }) => path.endsWith("deploy-staging.yml"));
    expect(file?.content).toMatch(/deploy --stack production --ref "\$FLAG_REF" --hold\n/);
    expect(file?.content).toMatch(/smoke --stack production --url "\$FLAG_URL" --before-migrations\n/);
    expect(file?.content).toContain("candidate: ${{ steps.candidate.outputs.deployment }}");
  });

  it.each([
    ["production is built with its domain", { production: { on: "tag", strategy: "deploy" } }],
    ["production is deployed by hand", { without: { "deploy-production": { reason: "a person deploys it" } } }],
  ])("builds nothing for production where %s", (_, changed) => {
    const steps = calls(stepsOf("kingtavo", "deploy-staging.yml", "deploy staging", changed));
    expect(steps.at(-2)).toBe("npm run test:e2e");
  });

  it("builds nothing for production in another account, which its token does not reach", () => {
    expect(productSpec("kingtavo").release.production.triedBefore).toBe(true);
    expect(productSpec("kingtavo", {}, { vercel: "team_another_0000000000" }).release.production.triedBefore).toBe(
      false,
    );
  });
});

describe("a job that deploys", () => {
  const environmentsOf = (name: ProductName, file: string) =>
    pipelinesOf(productSpec(name))
      .filter((one) => one.file === file)
      .flatMap(({ jobs }) => jobs.map(({ environment }) => environment));

  it("shows people where: its own deployment, and in production what customers open", () => {
    const [staging, production] = environmentsOf("fashionos", "deploy-production.yml");
    expect(staging?.url).toMatchObject({ rendered: "${{ steps.deploy.outputs.url }}" });
    expect(production?.url).toBe("https://www.product.example");
    expect(environmentsOf("kingtavo", "rollback.yml").map((one) => one?.url)).toEqual(["https://www.product.example"]);
  });

  it("shows none of several applications, for GitHub takes one address", () => {
    const spec = productSpec("fashionos");
    const two = { ...spec, apps: [...spec.apps, ...spec.apps] };
    const jobs = pipelinesOf(two).flatMap(({ jobs }) => jobs);
    expect(jobs.filter(({ environment }) => environment?.url !== undefined)).toEqual([]);
  });
});

describe("at night", () => {
  it("nothing waits for a person: what is approved starts by hand", () => {
    const at = (name: ProductName, file: string) =>
      pipelinesOf(productSpec(name)).find((one) => one.file === file)?.on.schedule;
    expect(at("fashionos", "backup.yml")).toBe("47 2 * * *");
    expect(at("kingtavo", "backup.yml")).toBeUndefined();
    expect(at("kingtavo", "drift.yml")).toBe("7 4 * * *");
    const drift = pipelinesOf(productSpec("kingtavo")).find(({ file }) => file === "drift.yml");
    expect(drift?.jobs.map(({ id, if: when }) => [id, when?.source])).toEqual([
      ["drift-staging", undefined],
      ["drift-production", "github.event_name == 'workflow_dispatch'"],
      // One that hangs is ended by GitHub as cancelled.
      [
        "incident",
        "failure() || needs.drift-staging.result == 'cancelled' || needs.drift-production.result == 'cancelled'",
      ],
    ]);
  });
});

describe("what is asked for", () => {
  it("decides: without a reason against it every pipeline that fits is there", () => {
    const files = (changed: object) => pipelinesOf(productSpec("fashionos", changed)).map(({ file }) => file);
    expect(files({})).not.toContain("preview.yml");
    expect(files({ staging: { on: "both" } })).toContain("preview.yml");
    const without = { drift: { reason: "somebody looks at it by hand each week" } };
    expect(files({})).toContain("drift.yml");
    expect(files({ without })).not.toContain("drift.yml");
    expect(productSpec("fashionos", { without }).optOuts).toContainEqual({
      what: "release.drift",
      reason: without.drift.reason,
    });
  });

  it("calls no command that groundplan does not have, with no flag that it does not have", () => {
    const help = (...words: string[]): string =>
      execFileSync(process.execPath, [join(import.meta.dirname, "../../../src/cli.ts"), ...words, "--help"], {
        encoding: "utf8",
      });
    for (const [command, { flags }] of Object.entries(commands)) {
      const text = help(...command.split(" "));
      for (const flag of flags) expect([command, flag, text.includes(`--${flag}`)]).toEqual([command, flag, true]);
    }
  });

  it("leaves out what still has no command", () => {
    const all = execFileSync(process.execPath, [join(import.meta.dirname, "../../../src/cli.ts"), "--help"], {
      encoding: "utf8",
    });
    for (const command of Object.values(awaited)) {
      const [first = "", second] = command.split(" ");
      const there = new RegExp(`^  ${first}\\b`, "m").test(all);
      const family =
        second === undefined || !there
          ? ""
          : execFileSync(process.execPath, [join(import.meta.dirname, "../../../src/cli.ts"), first, "--help"], {
              encoding: "utf8",
            });
      expect([command, second === undefined ? there : new RegExp(`^  ${second}\\b`, "m").test(family)]).toEqual([
        command,
        false,
      ]);
    }
  });
});
