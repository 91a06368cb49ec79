import type { PlatformSpec } from "../../spec/platform.ts";
import type { CheckSpec } from "../../spec/release.ts";
import { keep } from "../artifact.ts";
import { always } from "../expression.ts";
import { type Job, job, newest, type Service } from "../job.ts";
import { checksOut } from "../permissions.ts";
import { script } from "../step.ts";
import type { Workflow } from "../workflow.ts";
import { prepared } from "./prepared.ts";

/** What every pull request must pass: one job for each check, named like it. */
export function ci(spec: PlatformSpec): Workflow | undefined {
  const { checks } = spec.release;
  const branches = [spec.repository.defaultBranch];
  if (checks.length === 0) return undefined;
  return {
    file: "ci.yml",
    name: "CI",
    on: { pullRequest: { branches }, push: { branches } },
    concurrency: newest,
    jobs: checks.map((check) => checkJob(spec, check)),
  };
}

const checkJob = (spec: PlatformSpec, { name, script: run, minutes, postgres: wanted, report }: CheckSpec): Job =>
  job({
    id: idOf(name),
    name,
    minutes,
    permissions: checksOut,
    ...(wanted ? { services: { postgres }, env: { DATABASE_URL: databaseUrl } } : {}),
    steps: [
      ...prepared(spec, { cached: true }),
      script(run),
      ...(report === undefined
        ? []
        : [keep({ name: `report-${idOf(name)}`, path: report, keepDays: 30 }, { ifAny: true, if: always() })]),
    ],
  });

/** A check's name as the id of its job: `unit tests` → `unit-tests`. */
const idOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]+/g, "-").replace(/^(?![A-Za-z_])/, "_");

/**
 * A Postgres that lives as long as the job, of the major version that Supabase runs. The digest is the one under which
 * public repositories pin this tag; the password guards nothing.
 */
const postgres: Service = {
  image: "postgres:17-alpine@sha256:742f40ea20b9ff2ff31db5458d127452988a2164df9e17441e191f3b72252193",
  env: { POSTGRES_PASSWORD: "postgres", POSTGRES_DB: "test" },
  ports: ["5432:5432"],
  options: "--health-cmd pg_isready --health-interval 10s --health-timeout 5s --health-retries 5",
};
const databaseUrl = "postgresql://postgres:postgres@localhost:5432/test";
