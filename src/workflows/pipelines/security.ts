import type { PlatformSpec } from "../../spec/platform.ts";
import { always, equal, github, text, variable } from "../expression.ts";
import { type Job, job, matrix, newest, valueIn } from "../job.ts";
import { checksOut, type Permissions, read, write } from "../permissions.ts";
import { action, type Step } from "../step.ts";
import { dispatch, nightly } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";

/** The code, what it stands on, and what must not be in it: on every pull request, on the default branch, and by night. */
export function security(spec: PlatformSpec): Workflow {
  const { codeScanning, gitleaks, at } = spec.release.security;
  const branches = [spec.repository.defaultBranch];
  return {
    file: "security.yml",
    name: "Security",
    on: { pullRequest: { branches }, push: { branches }, schedule: nightly(at), dispatch: dispatch() },
    concurrency: newest,
    jobs: [...(codeScanning ? [codeql(spec), dependencies] : []), files(codeScanning), ...(gitleaks ? [secrets] : [])],
  };
}

const checkout = (inputs: { readonly "fetch-depth"?: number } = {}): Step =>
  action("actions/checkout", { "persist-credentials": false, ...inputs });

/** What uploading findings takes, beyond the code itself. */
const reports: Permissions = {
  ...checksOut,
  actions: read("in a private repository the upload asks for the run"),
  "security-events": write("uploads what was found"),
};

function codeql({ release }: PlatformSpec): Job {
  const languages = matrix({ language: release.security.languages });
  const language = valueIn(languages, "language");
  return job({
    id: "codeql",
    name: "code",
    minutes: 30,
    permissions: reports,
    matrix: languages,
    steps: [
      checkout(),
      action("github/codeql-action/init", { "analysis-kinds": "code-scanning", languages: language }),
      action("github/codeql-action/analyze", {
        "wait-for-processing": true,
        category: text`/language:${language}`,
      }),
    ],
  });
}

const dependencies: Job = job({
  id: "dependencies",
  name: "dependencies",
  minutes: 10,
  permissions: checksOut,
  if: equal(github.eventName, "pull_request"),
  steps: [checkout(), action("actions/dependency-review-action", { "fail-on-severity": "high" })],
});

/** Known holes, wrong settings and secrets in every file, the development image's included. */
const files = (codeScanning: boolean): Job =>
  job({
    id: "files",
    name: "files",
    minutes: 15,
    permissions: codeScanning ? reports : checksOut,
    steps: [
      checkout(),
      action("aquasecurity/trivy-action", {
        "scan-type": "fs",
        scanners: "vuln,secret,misconfig",
        severity: "HIGH,CRITICAL",
        "ignore-unfixed": true,
        "exit-code": 1,
        // trivy-action: without the last one a report holds, and fails for, whatever severity.
        ...(codeScanning ? { format: "sarif", output: "trivy.sarif", "limit-severities-for-sarif": true } : {}),
      }),
      ...(codeScanning
        ? [
            action(
              "github/codeql-action/upload-sarif",
              { sarif_file: "trivy.sarif", category: "trivy", "wait-for-processing": true },
              { if: always() },
            ),
          ]
        : []),
    ],
  });

const secrets: Job = job({
  id: "secrets",
  name: "secrets",
  minutes: 10,
  permissions: { ...checksOut, "pull-requests": read("looks at the commits of a pull request") },
  steps: [
    checkout({ "fetch-depth": 0 }),
    action(
      "gitleaks/gitleaks-action",
      {},
      {
        env: {
          GITHUB_TOKEN: github.token,
          // Organisations need one. No secret: it opens nothing, and pull requests of forks are scanned too.
          GITLEAKS_LICENSE: variable("GITLEAKS_LICENSE"),
          GITLEAKS_ENABLE_COMMENTS: "false",
        },
      },
    ),
  ],
});
