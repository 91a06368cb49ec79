import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout, Scratch } from "../support/scratch.ts";
import type { RunReport } from "./report.ts";
import { runWorkflow } from "./run.ts";

/** Where production's repository is: the loopback cloud lets each of its stacks own one, so each is in an organisation of its own. */
const organization = "groundplan-live";
const approver = 4242;
const stacks = ["staging", "production"] as const;
/** The repository that runs say they are in: staging's, for the other one is a second of the same name. */
const repository = "groundplan-local/overview";
const webhook = { workspace: "T0PIPELINES", id: "B0NOTICES" };

export interface Start {
  readonly event?: string;
  /** The number of the pull request that it is about. */
  readonly pullRequest?: number;
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the approvers of an environment answer. */
  readonly answer?: "approved" | "rejected";
}

/** A product whose two stacks stand on one loopback cloud, with the workflow files of its real stacks. */
export class Product {
  readonly scratch = new Scratch("groundplan pipelines'");
  private readonly workflows = join(this.scratch.project, ".github", "workflows");
  private commit = "";
  private runs = 0;

  /** Generates the workflow files from the real stacks, moves the stacks onto loopback, and does each one's first `up`. */
  async stand(): Promise<void> {
    const { scratch } = this;
    this.link();
    this.rewrite("package.json", (text) => {
      const content = JSON.parse(text);
      const harmless = (name: string) => `node -e "console.log('the script ${name} ran')"`;
      return JSON.stringify({ ...content, scripts: { check: harmless("check"), test: harmless("test") } });
    });
    this.rewrite("src/platform.ts", (text) =>
      replaced(
        replaced(text, "approval: false", "approval: true"),
        "  repository: {\n",
        `  repository: {\n    people: { ana: { user: ${approver} } },\n`,
      ),
    );
    this.rewrite("Pulumi.production.yaml", (text) =>
      replaced(text, "branches: [main]", "branches: [main]\n      approvers: [ana]"),
    );
    await this.must(["workflows", "generate"]);
    for (const stack of stacks) this.moveOntoLoopback(stack);
    const git = "git -c user.name=t -c user.email=t@example.com -c init.defaultBranch=main";
    const made = await scratch.shell(`${git} init -q . && git add -A && ${git} commit -qm start && git rev-parse HEAD`);
    if (made.code !== 0) throw new Error(made.stderr);
    this.commit = made.stdout.trim();
    await scratch.loopback();
    await scratch.ask("POST", "seed", {
      vendor: "github",
      accounts: {
        organizations: [{ login: organization }],
        users: [{ id: approver, login: "ana", member: organization }],
      },
    });
    await scratch.ask("POST", "seed", { vendor: "slack", accounts: { hooks: [{ ...webhook, channel: "alerts" }] } });
    await Promise.all(stacks.map((stack) => this.must(["up", "--stack", stack])));
  }

  /** Runs one of the generated files. */
  async run(
    file: string,
    { event = "workflow_dispatch", pullRequest, inputs = {}, answer = "approved" }: Start = {},
  ): Promise<RunReport> {
    const temporary = join(this.scratch.folder, `run ${file}`);
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true });
    const approvers = await this.approvers();
    const known = await this.secrets();
    const { origins, environment } = this.scratch.control;
    const run = String(++this.runs);
    const ref = pullRequest === undefined ? "refs/heads/main" : `refs/pull/${pullRequest}/merge`;
    return runWorkflow(readFileSync(join(this.workflows, file), "utf8"), {
      github: {
        ...{ event_name: event, sha: this.commit, ref, ref_name: ref.replace(/^refs\/(heads\/)?/, "") },
        ...{ workflow: file, repository, server_url: "https://github.com", run_id: run },
        ...{ api_url: `${origins["github"]}/api/v3`, token: environment["GITHUB_TOKEN"] },
        event: pullRequest === undefined ? {} : await this.opened(pullRequest),
      },
      inputs,
      workspace: this.scratch.project,
      temporary,
      artifacts: this.artifacts,
      environment: {
        ...this.scratch.environment,
        PATH: [dirname(process.execPath), process.env["PATH"]].join(":"),
        npm_config_update_notifier: "false",
        CI: "true",
      },
      secrets: (environment) => (environment === undefined ? {} : (known[environment] ?? {})),
      approval: async (environment) => (approvers.has(environment) ? answer : undefined),
    });
  }

  /** Where the artifacts of all runs end. */
  get artifacts(): string {
    return join(this.scratch.folder, "artifacts");
  }

  /** The deployment that a host shows. */
  async shown(host: string): Promise<unknown> {
    const { aliases = [] } = (await this.scratch.state())["vercel"] ?? {};
    return aliases.find(({ alias }) => alias === host)?.["deploymentId"];
  }

  /** Requests for a deployment since the cloud was started. */
  async deployRequests(): Promise<number> {
    const { entries } = await this.scratch.ask<{ entries: { method: string; path: string }[] }>(
      "GET",
      "journal?since=0",
    );
    return entries.filter(({ method, path }) => method === "POST" && /^\/v\d+\/deployments\b/.test(path)).length;
  }

  /** Runs SQL in a stack's database, as somebody does in the dashboard. */
  async sql(stack: (typeof stacks)[number], query: string): Promise<void> {
    const { origins, environment } = this.scratch.control;
    const projects = (await this.scratch.state())["supabase"]?.["projects"] ?? [];
    const found = projects.find(({ name }) => String(name).endsWith(stack));
    const response = await fetch(`${origins["supabase"]}/v1/projects/${found?.["ref"]}/database/query`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${environment["SUPABASE_ACCESS_TOKEN"]}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ query }),
    });
    if (!response.ok) throw new Error(`${query}: ${response.status} ${await response.text()}`);
  }

  /** A pull request that is open, and its event: from a branch of the repository, at the product's commit. */
  private async opened(number: number): Promise<object> {
    const pullRequests = [{ repository, number, title: "A change" }];
    await this.scratch.ask("POST", "seed", { vendor: "github", accounts: { pullRequests } });
    const head = { sha: this.commit, repo: { full_name: repository } };
    return { number, pull_request: { number, head, user: { login: "octo-founder" } } };
  }

  /** Environments at GitHub whose rules ask for reviewers. */
  private async approvers(): Promise<ReadonlySet<unknown>> {
    const { environments = [] } = (await this.scratch.state())["github"] ?? {};
    const guarded = environments.filter(({ protection_rules: rules }) =>
      JSON.stringify(rules).includes('"type":"required_reviewers"'),
    );
    return new Set(guarded.map(({ name }) => name));
  }

  /**
   * The secrets of each environment: what the platform itself has set there, by the names that stand at GitHub, and what
   * a person sets. No API tells a value, so values are the cloud's own tokens.
   */
  private async secrets(): Promise<Record<string, Record<string, string>>> {
    const { environmentSecrets = [] } = (await this.scratch.state())["github"] ?? {};
    const { environment, origins } = this.scratch.control;
    const token = (name: string): string => environment[name] ?? "";
    const values: Record<string, string> = {
      VERCEL_TOKEN: token("VERCEL_API_TOKEN"),
      SUPABASE_ACCESS_TOKEN: token("SUPABASE_ACCESS_TOKEN"),
      SLACK_WEBHOOK_URL: `${origins["slack"]}/services/${webhook.workspace}/${webhook.id}/anybodyWithThisMayPost`,
    };
    const byPerson = {
      PULUMI_ACCESS_TOKEN: "pul-unused-on-loopback",
      PLATFORM_GITHUB_TOKEN: token("GITHUB_TOKEN"),
      SENTRY_AUTH_TOKEN: token("SENTRY_AUTH_TOKEN"),
      POSTHOG_API_KEY: token("POSTHOG_API_KEY"),
    };
    return Object.fromEntries(
      [...stacks, "preview"].map((name) => {
        const own = environmentSecrets.filter(({ environment }) => environment === name);
        const set = own.map((secret) => [secret["name"], values[String(secret["name"])] ?? "set-by-the-platform"]);
        return [name, { ...(name === "preview" ? {} : byPerson), ...Object.fromEntries(set) }];
      }),
    );
  }

  /** A `node_modules` whose packages are the checkout's, and whose `groundplan` is the scratch project's own. */
  private link(): void {
    const [from, to] = [join(checkout, "node_modules"), join(this.scratch.project, "node_modules")];
    rmSync(to);
    mkdirSync(join(to, ".bin"), { recursive: true });
    for (const name of readdirSync(from).filter((one) => ![".bin", ".cache"].includes(one)))
      symlinkSync(join(from, name), join(to, name));
    for (const name of readdirSync(join(from, ".bin")).filter((one) => one !== "groundplan"))
      symlinkSync(join(from, ".bin", name), join(to, ".bin", name));
    symlinkSync(join("..", "..", "toolchain", "bootstrap.mjs"), join(to, ".bin", "groundplan"));
  }

  /** The stack file of a laptop under another name and host: no real stack may name the loopback cloud with live data. */
  private moveOntoLoopback(stack: (typeof stacks)[number]): void {
    const live = stack === "production";
    const local = readFileSync(join(this.scratch.project, "Pulumi.local.yaml"), "utf8");
    const text = replaced(local, "hosts: [local]", live ? 'hosts: ["@"]' : "hosts: [staging]");
    const alone = replaced(text, "        address: http://localhost:3000\n", "");
    const approved = replaced(alone, "    apps:\n", "    deployments:\n      approvers: [ana]\n    apps:\n");
    const own = live ? replaced(approved, "github: groundplan-local", `github: ${organization}`) : alone;
    writeFileSync(join(this.scratch.project, `Pulumi.${stack}.yaml`), own);
  }

  private rewrite(path: string, change: (text: string) => string): void {
    const file = join(this.scratch.project, path);
    writeFileSync(file, change(readFileSync(file, "utf8")));
  }

  private async must(args: readonly string[]): Promise<void> {
    const ran = await this.scratch.groundplan(args);
    if (ran.code !== 0)
      throw new Error(`groundplan ${args.join(" ")}: ${ran.stdout.slice(-2000)}\n${ran.stderr.slice(-2000)}`);
  }
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`"${from}" is not in the file`);
  return text.replace(from, to);
}
