import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Product } from "../runner/product.ts";
import { type RunReport, stepsThat, table } from "../runner/report.ts";

/** The generated pipelines, run: each job's own steps, in order, on this machine against the loopback cloud. */
const product = new Product();
const { scratch } = product;
const host = "your-domain.com";
const reports: [string, RunReport][] = [];

/** Runs a file, and keeps the report for the table at the end. */
async function run(title: string, ...args: Parameters<Product["run"]>): Promise<RunReport> {
  const report = await product.run(...args);
  reports.push([title, report]);
  return report;
}

const jobOf = (report: RunReport, id: string) => report.jobs.find(({ job }) => job === id);
const outcomes = (report: RunReport, id: string) =>
  (jobOf(report, id)?.steps ?? []).map(({ step, outcome }) => `${outcome} ${step.replace("npx groundplan ", "")}`);
const said = (report: RunReport) => JSON.stringify([...stepsThat(report, "failed"), ...stepsThat(report, "cannot")]);
const dumps = () => {
  const folder = join(product.artifacts, "backup-production");
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith(".json")) : [];
};

beforeAll(async () => product.stand());
afterAll(async () => {
  process.stdout.write(`\n${table(reports)}\n`);
  await scratch.remove();
});

describe("the generated pipelines", () => {
  let tested: unknown;

  it("ci runs the repository's own scripts", async () => {
    const report = await run("ci", "ci.yml", { event: "pull_request" });
    expect(report.result, said(report)).toBe("success");
    expect(stepsThat(report, "run").map(({ detail }) => detail.split("\n").at(-1))).toEqual([
      "the script check ran",
      "the script test ran",
    ]);
  });

  it("deploy-staging migrates, goes up, deploys and looks at it", async () => {
    const report = await run("deploy-staging", "deploy-staging.yml");
    expect(report.result, said(report)).toBe("success");
    const { deployment } = jobOf(report, "deploy-staging")?.outputs ?? {};
    expect(deployment).toMatch(/^dpl_/);
    expect(await product.shown(`staging.${host}`)).toBe(deployment);
  });

  it("deploy-production waits for a person, and who says no ends it before a step", async () => {
    const before = await product.deployRequests();
    const report = await run("deploy-production, refused", "deploy-production.yml", { answer: "rejected" });
    expect(jobOf(report, "deploy-production")).toMatchObject({ result: "failure", gate: "production: rejected" });
    expect(stepsThat(report, "failed")).toEqual([]);
    expect(await product.shown(host)).toBeUndefined();
    console.log(before, await product.deployRequests());
  });

  it("deploy-production ends with the domain on the deployment that was tested", async () => {
    const report = await run("deploy-production", "deploy-production.yml", { event: "push" });
    expect(report.result, said(report)).toBe("success");
    expect(jobOf(report, "deploy-production")?.gate).toBe("production: approved");
    console.log(outcomes(report, "deploy-production"));
    tested = await product.shown(host);
  });
});
