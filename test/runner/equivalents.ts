import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What a replaced step is given: its own inputs, filled in, and where it runs. */
interface Replaced {
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** Where a run's artifacts are kept. */
  readonly artifacts: string;
}

/** What stands in for a step that needs GitHub or the network. */
export type Equivalent = Told & (Done | Program);

interface Told {
  readonly name: string;
  readonly reason: string;
}

interface Done {
  /** Does the same on this machine. @throws Error where the real one would end red */
  does(step: Replaced): string;
}

/** A program for Node that is started as GitHub starts an action. */
interface Program {
  /** Its file. */
  readonly program: string;
  /** Every input that it knows, as it stands where a step does not give it. */
  readonly inputs: Readonly<Record<string, string>>;
}

const own = join(import.meta.dirname, "actions");

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
    name: "the script, run by a program of ours",
    reason:
      "the action's own program is at GitHub; the script runs as there, against the loopback, whose token may do " +
      "more than the run's own with the job's permissions",
    program: join(own, "github-script.ts"),
    inputs: { script: "", "github-token": "${{ github.token }}", "result-encoding": "json" },
  },
  "slackapi/slack-github-action": {
    name: "the payload, posted by a program of ours",
    reason: "the action's own program is at GitHub; the payload goes to the loopback's Slack, once",
    program: join(own, "slack.ts"),
    inputs: { webhook: "", "webhook-type": "", payload: "", errors: "false" },
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
