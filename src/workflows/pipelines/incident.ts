import { any, equal, failure, github, resultOf, text } from "../expression.ts";
import { type Job, job } from "../job.ts";
import { write } from "../permissions.ts";
import { action } from "../step.ts";

/** Opens an issue when a job that nobody watches has failed, or adds to the one that is open: a failing night is one issue. */
export const incident = (title: string, needs: readonly Job[]): Job =>
  job({
    id: "incident",
    name: "open an incident",
    minutes: 5,
    permissions: { issues: write("opens an issue, or comments on the open one") },
    needs,
    // GitHub: a job whose time is over is cancelled, and no failure.
    if: any(failure(), ...needs.map((one) => equal(resultOf(one), "cancelled"))),
    steps: [
      action(
        "actions/github-script",
        { script: program },
        { env: { TITLE: title, RUN: text`${github.serverUrl}/${github.repository}/actions/runs/${github.runId}` } },
      ),
    ],
  });

const program = `const { owner, repo } = context.repo;
const { TITLE: title, RUN: run } = require("node:process").env;
const labels = ["incident"];
const open = await github.paginate(github.rest.issues.listForRepo, { owner, repo, state: "open", labels: "incident" });
const found = open.find((issue) => issue.title === title);
if (found) await github.rest.issues.createComment({ owner, repo, issue_number: found.number, body: "Again: " + run });
else await github.rest.issues.create({ owner, repo, title, labels, body: "See " + run });
`;
