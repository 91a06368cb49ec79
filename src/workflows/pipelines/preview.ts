import type { PlatformSpec } from "../../spec/platform.ts";
import { call } from "../credentials.ts";
import { all, type Condition, equal, github, outputOf, pullRequest, resultFrom, unequal } from "../expression.ts";
import { environmentForPullRequests, inOrder, type Job, job, perPreview, showing } from "../job.ts";
import { checksOut, write } from "../permissions.ts";
import { action, named } from "../step.ts";
import type { Workflow } from "../workflow.ts";
import { prepared } from "./prepared.ts";

/** Each pull request at an address of its own, beside the trial environment's data; its migrations wait for the merge. */
export function preview(spec: PlatformSpec): Workflow | undefined {
  const { previewEnvironment } = spec.repository;
  if (previewEnvironment === undefined) return undefined;
  const deploy = deployJob(spec, previewEnvironment.stack);
  return {
    file: "preview.yml",
    name: "Preview",
    on: { pullRequest: { branches: [spec.repository.defaultBranch] } },
    concurrency: inOrder,
    jobs: [deploy, commentJob(deploy)],
  };
}

/** Forks and Dependabot get no secrets from GitHub, so their previews could only fail. */
export const isOurs = (): Condition =>
  all(equal(pullRequest.headRepository, github.repository), unequal(pullRequest.author, "dependabot[bot]"));

function deployJob(spec: PlatformSpec, stack: string): Job<"url"> {
  const deploy = named("deploy", call(spec, "deploy", { stack, ref: pullRequest.headCommit, hold: true }));
  const url = outputOf(deploy, "url");
  return job({
    id: "preview",
    name: "deploy preview",
    minutes: 20,
    permissions: checksOut,
    if: isOurs(),
    environment: showing(spec, environmentForPullRequests(spec.repository), url),
    concurrency: perPreview(stack),
    outputs: { url },
    steps: [...prepared(spec, { cached: false }), deploy, call(spec, "smoke", { stack, url })],
  });
}

/** Apart from the code of the pull request: it may write. */
const commentJob = (deploy: Job<"url">): Job =>
  job({
    id: "comment",
    name: "comment",
    minutes: 5,
    permissions: { "pull-requests": write("keeps one comment with the address") },
    needs: [deploy],
    steps: [action("actions/github-script", { script: program }, { env: { URL: resultFrom(deploy, "url") } })],
  });

const program = `const { owner, repo } = context.repo;
const issue_number = context.issue.number;
const marker = "<!-- groundplan: preview -->";
const body = marker + "\\nPreview: " + require("node:process").env.URL.split(",").join(", ");
const comments = await github.paginate(github.rest.issues.listComments, { owner, repo, issue_number });
const ours = comments.find((comment) => comment.body.startsWith(marker));
if (ours) await github.rest.issues.updateComment({ owner, repo, comment_id: ours.id, body });
else await github.rest.issues.createComment({ owner, repo, issue_number, body });
`;
