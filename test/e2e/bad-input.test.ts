import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { delimiter, join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { vendors } from "../../src/config/vendors.ts";
import { type Ran, Scratch } from "../support/scratch.ts";

/** Wrong input on the real engine: one clear error with its fix, exit 1, no stack trace, and nothing half done. */
const scratch = new Scratch();
const groundplanHome = join(scratch.project, ".groundplan");
afterAll(() => scratch.remove());

const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;

/** What every refusal owes its reader. */
function isTold({ code, stdout, stderr }: Ran, ...parts: readonly (string | RegExp)[]): void {
  const text = stdout + stderr;
  expect(code, text).toBe(1);
  expect(text).not.toMatch(stackTrace);
  for (const part of parts) expect(text).toMatch(typeof part === "string" ? new RegExp(escaped(part)) : part);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Runs with a file of the project changed, and puts it back. */
async function changed<T>(file: string, change: (text: string) => string, run: () => Promise<T>): Promise<T> {
  const path = join(scratch.project, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  expect(after, `the change of ${file} changes nothing`).not.toBe(before);
  writeFileSync(path, after);
  try {
    return await run();
  } finally {
    writeFileSync(path, before);
  }
}

const lineOf = (text: string, part: string): number => text.split("\n").findIndex((line) => line.includes(part)) + 1;

describe("before anything is started", () => {
  it("a typo'd key, a wrong type and a missing value of a stack file are told at once, each with its line", async () => {
    let text = "";
    const spoil = (valid: string): string => {
      text = valid
        .replace("region: eu-central-1", "regoin: eu-central-1")
        .replace("address: http://localhost:3000", "address: 3000");
      return text;
    };
    const ran = await changed("Pulumi.local.yaml", spoil, () => scratch.groundplan(["up"]));
    isTold(
      ran,
      "3 problems",
      `Pulumi.local.yaml:${lineOf(text, "regoin")} groundplan:environment.database.regoin: unknown key "regoin"`,
      'Did you mean "region"?',
      `Pulumi.local.yaml:${lineOf(text, "address:")} groundplan:environment.apps.web.address: is 3000`,
      `Pulumi.local.yaml:${lineOf(text, "database:")} groundplan:environment.database.region: is missing`,
    );
    expect(ran.stderr.match(/^ +fix: \S/gm)).toHaveLength(3);
  });

  it("a required secret that is missing, with where to get one and the command", async () => {
    const ran = await scratch.groundplan(["up", "--stack", "staging"]);
    isTold(ran, "secrets:SLACK_WEBHOOK_URL: is missing; alerts needs it", "api.slack.com/apps");
    for (const name of ["SUPABASE_DB_PASSWORD", "SUPABASE_ACCESS_TOKEN", "VERCEL_TOKEN", "SLACK_WEBHOOK_URL"])
      expect(ran.stderr).toContain(`npx groundplan secrets set ${name} --stack staging`);
  });

  it("a secret in plain text, without showing it", async () => {
    const value = "https://hooks.slack.com/services/TPLAIN000/BPLAIN000/plainWebhook0123456789ab";
    const ran = await changed(
      "Pulumi.staging.yaml",
      (valid) => `${valid.trimEnd()}\n  secrets:SLACK_WEBHOOK_URL: ${value}\n`,
      () => scratch.groundplan(["preview", "--stack", "staging"]),
    );
    isTold(ran, "secrets:SLACK_WEBHOOK_URL: stands in plain text", "secrets set SLACK_WEBHOOK_URL --stack staging");
    expect(ran.stdout + ran.stderr).not.toContain(value);
  });

  it("a stack that does not exist, with those that do", async () => {
    const ran = await scratch.groundplan(["up", "--stack", "stagign"]);
    isTold(ran, 'there is no stack "stagign"; allowed: local, production, staging. Did you mean "staging"?', "fix: ");
  });

  it("and nothing was: no engine, no vendors, no folder", () => {
    expect(existsSync(groundplanHome)).toBe(false);
  });
});

describe("a taken port of the loopback's range", () => {
  it.each([
    ["the first", 0, "the loopback's control"],
    ["one in the middle", 3, "the vendor supabase"],
  ])("%s: names the port and whose it would be", async (_, place, owner) => {
    const { base, server } = await oneTaken(place);
    try {
      const ran = await scratch.groundplan(["loopback", "start", "--base-port", String(base)]);
      isTold(ran, `127.0.0.1:${base + place}: the port for ${owner} is taken by another program`, "--base-port 0");
      expect(ran.stderr.match(/fix: /g)).toHaveLength(1);
      expect(existsSync(join(groundplanHome, "loopback", "control.json"))).toBe(false);
    } finally {
      server.close();
    }
  });
});

describe("with a platform that stands", () => {
  let state: string;
  let seen: number;

  beforeAll(async () => {
    await scratch.loopback();
    const ran = await scratch.groundplan(["up"]);
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    state = await exported();
    seen = (await journal(0)).next;
  });

  const plain = (line: string): Promise<Ran> => scratch.shell(`eval "$(node src/cli.ts env)" && ${line}`);
  const journal = (since: number): Promise<{ next: number; entries: { method: string; status: number }[] }> =>
    scratch.ask("GET", `journal?since=${since}`);
  const exported = async (): Promise<string> => {
    const { deployment } = JSON.parse((await plain("pulumi stack export --stack local")).stdout);
    return JSON.stringify(deployment.resources);
  };

  async function nothingChanged(): Promise<void> {
    expect(await exported()).toBe(state);
    const writes = (await journal(seen)).entries.filter(({ method }) => method !== "GET" && method !== "HEAD");
    expect(writes.filter(({ status }) => status < 400)).toEqual([]);
  }

  it("a wrong token is told as the vendor told it, for each vendor; the token is not shown", async () => {
    const wrong = Object.values(vendors).map(({ token: name }) => {
      const token = scratch.control.environment[name] ?? "";
      return [name, `${token.slice(0, 6)}${[...token.slice(6)].reverse().join("")}`] as const;
    });
    const exports = wrong.map(([name, token]) => `export ${name}=${token}`).join(" && ");
    const ran = await plain(`${exports} && pulumi refresh --yes --stack local --non-interactive`);
    isTold(
      ran,
      /vercel:index:Project \(.*\n.*answered 403 forbidden: Not authorized; export a valid VERCEL_API_TOKEN/,
      /supabase:index:Project \(.*\n.*answered 401: Unauthorized\n.*SUPABASE_ACCESS_TOKEN/,
      /github:index:Repository \((.*\n){1,4}.*401 Unauthorized/,
      /sentry:index:SentryProject \(.*\n.*answered 401: Invalid token\n.*SENTRY_AUTH_TOKEN/,
      /posthog:index:Project \(.*\n.*answered 401 .*\n.*POSTHOG_API_KEY/,
    );
    for (const [name, token] of wrong) expect(ran.stdout + ran.stderr, name).not.toContain(token);
    await nothingChanged();
  });

  it("an endpoint on another host is refused before a token is sent: a listener there sees nothing", async () => {
    let connections = 0;
    const listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, "127.0.0.2");
    await once(listener, "listening");
    const address = listener.address();
    const elsewhere = `http://127.0.0.2:${typeof address === "object" ? address?.port : ""}`;
    const names = Object.values(vendors).map(({ endpoint }) => endpoint);
    const exports = (which: readonly string[]): string =>
      which.map((name) => `export ${name}=${elsewhere}`).join(" && ");
    try {
      // A refresh runs no program: each provider refuses by itself. GitHub's plugin is not ours and does not (SECURITY.md).
      const ours = names.filter((name) => name !== "GITHUB_BASE_URL");
      const refreshed = await plain(`${exports(ours)} && pulumi refresh --yes --stack local --non-interactive`);
      isTold(refreshed, ...ours.map((name) => new RegExp(`${name}.*127\\.0\\.0\\.2|127\\.0\\.0\\.2.*${name}`)));
      const previewed = await plain(`${exports(names)} && pulumi preview --stack local --non-interactive`);
      isTold(previewed, "do not point to it", "fix: ", ...names);
      expect(connections).toBe(0);
    } finally {
      listener.close();
    }
    await nothingChanged();
  });

  it("an older Node says so in one sentence", async () => {
    const node = olderNode();
    if (node === undefined) {
      process.stderr.write("older Node: not tried, this machine has none below 24\n");
      return;
    }
    const bin = join(scratch.folder, "older");
    mkdirSync(bin);
    symlinkSync(node.path, join(bin, "node"));
    const ran = await plain(
      `PATH='${bin.replaceAll("'", "'\\''")}':"$PATH" pulumi preview --stack local --non-interactive`,
    );
    isTold(ran, `This platform needs Node 24, but \`node\` is ${node.version}`, 'eval "$(npx groundplan env)"');
    await nothingChanged();
  });

  it("a migration with an SQL error: file, line and Postgres' message; it is rolled back, the one before it stays, and once mended it goes on", async () => {
    const folder = join(scratch.project, "supabase", "migrations");
    const [good, bad] = ["20260201000000_good.sql", "20260202000000_bad.sql"];
    const table = (name: string): string =>
      `create table public.${name} (id uuid primary key);\nalter table public.${name} enable row level security;\n`;
    writeFileSync(join(folder, good), table("good"));
    writeFileSync(join(folder, bad), `${table("half")}\nalter table public.half\n  add column twice no_such_type;\n`);

    const ran = await scratch.groundplan(["up"]);
    isTold(ran, `${bad}:5`, 'type "no_such_type" does not exist', "fix: ");
    expect(await tables()).toEqual({ names: ["good"], versions: ["20260201000000"] });

    writeFileSync(join(folder, bad), table("half"));
    const next = await scratch.groundplan(["up"]);
    expect(next.code, next.stdout + next.stderr).toBe(0);
    expect(await tables()).toEqual({ names: ["good", "half"], versions: ["20260201000000", "20260202000000"] });
    for (const file of [good, bad]) rmSync(join(folder, file));
  });

  /** Which of the test's tables are there, and which of its migrations count as applied. */
  async function tables(): Promise<{ names: string[]; versions: string[] }> {
    const { stdout } = await scratch.groundplan(["db", "url"]);
    const client = new pg.Client({ connectionString: stdout.trim() });
    await client.connect();
    try {
      const { rows: names } = await client.query(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname in ('good', 'half') order by 1",
      );
      const { rows: versions } = await client.query(
        "select version from supabase_migrations.schema_migrations where version >= '202602' order by 1",
      );
      return { names: names.map(({ relname }) => relname), versions: versions.map(({ version }) => version) };
    } finally {
      await client.end();
    }
  }
});

/** Six ports in a row of which one, and no other, is taken: below those that systems hand out by themselves. */
async function oneTaken(place: number): Promise<{ base: number; server: Server }> {
  for (let base = 20_000; base < 32_000; base += 6) {
    const open: Server[] = [];
    for (let port = base; port < base + 6; port++) {
      const server = createServer().listen(port, "127.0.0.1");
      if (await once(server, "listening").catch(() => undefined)) open.push(server);
    }
    const kept = open.length === 6 ? open[place] : undefined;
    for (const server of open.filter((one) => one !== kept)) await once(server.close(), "close");
    if (kept !== undefined) return { base, server: kept };
  }
  throw new Error("no six free ports in a row");
}

/** A Node below 24 somewhere on this machine. */
function olderNode(): { path: string; version: string } | undefined {
  const folders = ["/usr/local/bin", "/usr/bin", ...(process.env["PATH"] ?? "").split(delimiter)];
  for (const path of folders.map((folder) => join(folder, "node")).filter((file) => existsSync(file))) {
    const version = execFileSync(path, ["--version"], { encoding: "utf8" }).trim().slice(1);
    if (Number.parseInt(version, 10) < 24) return { path, version };
  }
  return undefined;
}
