import type { PlatformSpec } from "../spec/platform.ts";
import type { Workflow } from "./workflow.ts";

/** What every pull request must pass. One job for each required check, named like it. */
export function ciWorkflow({ repository, apps }: PlatformSpec): Workflow {
  const node = apps[0]?.nodeVersion.replace(/\.x$/, "") ?? "24";
  return {
    file: "ci.yml",
    name: "CI",
    on: {
      pullRequest: { branches: [repository.defaultBranch] },
      push: { branches: [repository.defaultBranch] },
    },
    jobs: Object.fromEntries(
      repository.requiredChecks.map((check) => [
        check,
        {
          name: check,
          minutes: 15,
          permissions: { contents: "read" },
          steps: [
            { uses: "actions/checkout", with: { "persist-credentials": false } },
            { uses: "actions/setup-node", with: { "node-version": node, cache: "npm" } },
            { install: "npm" },
            { script: check },
          ],
        },
      ]),
    ),
  };
}
