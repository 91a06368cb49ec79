import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What a replaced step is given: its own inputs and variables, filled in, and where it runs. */
interface Replaced {
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** Where a run's artifacts are kept. */
  readonly artifacts: string;
}

/** What stands in for a step that needs GitHub or the network. */
export interface Equivalent {
  readonly name: string;
  readonly reason: string;
  /** Does the same on this machine. @throws Error where the real one would end red */
  does(step: Replaced): string;
}

/** External actions, without their commit. An action that is not here cannot run, and is reported so. */
export const actions: Readonly<Record<string, Equivalent>> = {
  "actions/checkout": {
    name: "the scratch checkout",
    reason: "there is no GitHub to clone from: the workspace holds the commit already",
    does: ({ workspace }) => must(existsSync(join(workspace, ".git")), "the workspace is a checkout"),
  },
  "actions/setup-node": {
    name: "this machine's Node",
    reason: "downloads Node: the one that runs the tests is on the PATH, and has to be of the major that is asked for",
    does: ({ inputs }) =>
      must(process.versions.node.startsWith(`${inputs["node-version"]}.`), `Node is ${inputs["node-version"]}`),
  },
  "actions/upload-artifact": {
    name: "a copy into a folder",
    reason:
      "artifacts are kept at GitHub: the files are copied into a folder of the run, and none is an error as there",
    does({ inputs, workspace, artifacts }) {
      const from = join(workspace, inputs["path"] ?? "");
      const files = existsSync(from) ? readdirSync(from) : [];
      if (inputs["if-no-files-found"] === "error") must(files.length > 0, `there are files in ${inputs["path"]}`);
      cpSync(from, join(artifacts, inputs["name"] ?? "artifact"), { recursive: true });
      return `${files.length} files`;
    },
  },
  "actions/github-script": {
    name: "the script's text, looked at",
    reason:
      "talks to the API of the repository's issues with the run's own token, which the loopback cloud does not issue",
    does: ({ inputs, env }) =>
      must(
        (inputs["script"] ?? "") !== "" && Object.values(env).every((value) => value !== ""),
        "it has its variables",
      ),
  },
  "slackapi/slack-github-action": {
    name: "the payload, parsed",
    reason: "posts to Slack: no vendor of the platform and not on loopback; the payload has to be JSON with a text",
    does: ({ inputs }) =>
      must(typeof JSON.parse(inputs["payload"] ?? "")["text"] === "string", "the payload has a text"),
  },
};

/** Commands of `run:` steps that need the network, by their whole line. */
export const commands: Readonly<Record<string, Equivalent>> = {
  "npm ci": {
    name: "the packages of this checkout",
    reason: "downloads all packages again for each job: the scratch project has this checkout's by a link",
    does: ({ workspace }) => must(existsSync(join(workspace, "node_modules", ".bin")), "packages are there"),
  },
};

/** The action's name without its commit. */
export const actionOf = (uses: string): string => uses.replace(/@.*$/s, "");

function must(holds: boolean, what: string): string {
  if (!holds) throw new Error(`not so: ${what}`);
  return what;
}
