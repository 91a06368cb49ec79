import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { core, variable } from "./core.ts";

/**
 * `actions/github-script` v8: its input `script` is the body of an async function, and is red when that throws. Of what
 * the action hands to it there is `github` (and `octokit`, the same), `context`, `core` and `require`; whoever names
 * `exec`, `glob` or `io` names what is not there.
 */
const context = contextOf(JSON.parse(readFileSync(variable("GITHUB_EVENT_PATH"), "utf8")));

try {
  const github = clientOf(core.getInput("github-token"));
  const given = { github, octokit: github, context, core, require: requireOf(process.cwd()) };
  const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(async () => {}).constructor;
  const run = new AsyncFunction(...Object.keys(given), core.getInput("script"));
  const result: unknown = await run(...Object.values(given));
  core.setOutput("result", core.getInput("result-encoding") === "string" ? String(result) : result);
} catch (error) {
  core.setFailed(`Unhandled error: ${error}`);
}

/** The action's client has endpoints below `rest` alone; `@octokit/rest` has them at its top too, as older ones had. */
function clientOf(auth: string): object {
  const { rest, paginate, request, graphql } = new Octokit({ auth, baseUrl: variable("GITHUB_API_URL") });
  return { rest, paginate, request, graphql };
}

interface Numbered {
  readonly number?: number;
}

/** `context` of `@actions/github`. */
function contextOf(payload: Numbered & { readonly issue?: Numbered; readonly pull_request?: Numbered }) {
  const [owner, name] = variable("GITHUB_REPOSITORY").split("/");
  const repo = { owner, repo: name };
  return {
    payload,
    repo,
    issue: { ...repo, number: (payload.issue ?? payload.pull_request ?? payload).number },
    ...{ eventName: variable("GITHUB_EVENT_NAME"), sha: variable("GITHUB_SHA"), ref: variable("GITHUB_REF") },
    ...{ workflow: variable("GITHUB_WORKFLOW"), runId: Number(variable("GITHUB_RUN_ID")) },
    ...{ serverUrl: variable("GITHUB_SERVER_URL"), apiUrl: variable("GITHUB_API_URL") },
  };
}

/** Relative paths, and packages, are the checkout's. */
function requireOf(workspace: string): (id: string) => unknown {
  const require = createRequire(join(workspace, "script.cjs"));
  return (id) => require(id);
}
