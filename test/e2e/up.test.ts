import { homedir } from "node:os";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { Vercel } from "@vercel/sdk";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences } from "../../src/ops/rehearse/leftovers.ts";
import { contentHash } from "../support/files.ts";
import { type Ran, Scratch } from "../support/scratch.ts";

/** The main job on the real engine: the root platform stands on this machine, and goes again without a trace. */
const scratch = new Scratch();
const usersPulumi = join(homedir(), ".pulumi");
const before = contentHash(usersPulumi);
let first: Ran;
/** Accounts that the loopback cloud starts with: nobody's to delete. */
let seeded: Awaited<ReturnType<typeof scratch.state>>;

beforeAll(async () => {
  await scratch.shell("git init -q . && git add -A && git -c user.name=t -c user.email=t@example.com commit -qm start");
  await scratch.loopback();
  seeded = await scratch.state();
  first = await scratch.groundplan(["up"]);
});
afterAll(async () => {
  scratch.keepJournal("up");
  await scratch.remove();
});

const team = "team_LoopbackTeam000000000001";
const organization = "groundplan-local";

/** One JSON answer of a vendor, asked by plain HTTP. */
async function ask(
  vendor: "supabase" | "sentry" | "posthog",
  path: string,
): Promise<Record<string, unknown> & Record<string, unknown>[]> {
  const { origins, environment } = scratch.control;
  const token = { supabase: "SUPABASE_ACCESS_TOKEN", sentry: "SENTRY_AUTH_TOKEN", posthog: "POSTHOG_API_KEY" }[vendor];
  const response = await fetch(`${origins[vendor]}${path}`, {
    headers: { authorization: `Bearer ${environment[token]}` },
  });
  expect(response.status, `${vendor} ${path}`).toBe(200);
  return JSON.parse(await response.text());
}

async function vercelVariables(): Promise<Map<string, { type: string; value: string }>> {
  const { origins, environment } = scratch.control;
  const vercel = new Vercel({ bearerToken: environment["VERCEL_API_TOKEN"] ?? "", serverURL: origins["vercel"] ?? "" });
  const { projects } = (await scratch.state())["vercel"] ?? {};
  const answer = await vercel.projects.filterProjectEnvs({
    idOrName: String(projects?.[0]?.["id"]),
    decrypt: "true",
    teamId: team,
  });
  if (!("envs" in answer)) throw new Error("a list was expected");
  return new Map(answer.envs.map((one) => [String(one.key), { type: String(one.type), value: String(one.value) }]));
}

describe("npm run up", () => {
  it("exits 0 and tells what stands where", () => {
    expect(first.code, first.stderr).toBe(0);
    for (const vendor of ["vercel", "supabase", "github", "sentry", "posthog"])
      expect(first.stdout).toMatch(new RegExp(`^${vendor} `, "m"));
  });

  it("has nothing to do the second time, by the engine's own count", async () => {
    const second = await scratch.groundplan(["up", "--json"]);
    expect(second.code, second.stderr).toBe(0);
    const { changes, resources, engine } = JSON.parse(second.stdout);
    expect(changes).toEqual({ same: resources });
    expect(resources).toBeGreaterThan(20);
    const told = await scratch.groundplan(["up"]);
    expect(told.stdout).toContain(`same ${resources} of ${resources}, pulumi ${engine.version}`);
  });

  it("leaves the user's own Pulumi home and the checkout as they were", async () => {
    expect(contentHash(usersPulumi)).toBe(before);
    expect((await scratch.shell("git status --porcelain")).stdout).toBe("");
  });

  it("made every kind of thing at the vendors, over HTTP", async () => {
    const state = await scratch.state();
    const counts = Object.fromEntries(
      Object.entries(state).flatMap(([vendor, kinds]) =>
        Object.entries(kinds).map(([kind, objects]) => [`${vendor}.${kind}`, objects.length]),
      ),
    );
    expect(counts).toMatchObject({
      "vercel.projects": 1,
      "supabase.projects": 1,
      "github.repositories": 1,
      "sentry.projects": 1,
      "sentry.keys": 1,
      "posthog.projects": 1,
    });
    for (const kind of [
      "vercel.env",
      "vercel.domains",
      "supabase.functions",
      "supabase.secrets",
      "github.environments",
      "github.environmentSecrets",
      "github.rulesets",
      "github.files",
    ]) {
      expect(counts[kind], kind).toBeGreaterThan(0);
    }
    const { entries } = await scratch.ask<{ entries: { vendor: string; method: string }[] }>("GET", "journal?since=0");
    for (const vendor of ["vercel", "supabase", "github", "sentry", "posthog"]) {
      expect(
        entries.some((entry) => entry.vendor === vendor && entry.method !== "GET"),
        vendor,
      ).toBe(true);
    }
  });

  it("shows sensitive variables blank, as the vendor does", async () => {
    const env = (await scratch.state())["vercel"]?.["env"] ?? [];
    const sensitive = env.filter(({ type }) => type === "sensitive");
    expect(sensitive.length).toBeGreaterThan(0);
    expect(sensitive.every(({ value }) => value === "" || value === undefined)).toBe(true);
  });
});

describe("read through the vendors' ports, by others' clients", () => {
  it("the DSN in Vercel is the Sentry key's", async () => {
    const { slug } = (await ask("sentry", `/api/0/organizations/${organization}/projects/`))[0] ?? {};
    const [key] = await ask("sentry", `/api/0/projects/${organization}/${slug}/keys/`);
    const dsn = key?.["dsn"] as { public: string };
    expect((await vercelVariables()).get("NEXT_PUBLIC_SENTRY_DSN")?.value).toBe(dsn.public);
    expect(dsn.public).toMatch(/^https:\/\/[0-9a-f]{32}@/);
  });

  it("the Supabase URL and publishable key in Vercel are the project's", async () => {
    const [project] = await ask("supabase", "/v1/projects");
    const keys = await ask("supabase", `/v1/projects/${project?.["id"]}/api-keys?reveal=true`);
    const variables = await vercelVariables();
    expect(variables.get("NEXT_PUBLIC_SUPABASE_URL")?.value).toBe(`https://${project?.["id"]}.supabase.co`);
    expect(variables.get("NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY")?.value).toBe(
      keys.find(({ type }) => type === "publishable")?.["api_key"],
    );
  });

  it("the PostHog key in Vercel is the project's", async () => {
    const { results } = await ask("posthog", "/api/organizations/@current/projects/");
    const [project] = results as { id: number }[];
    const { api_token } = await ask("posthog", `/api/projects/${project?.id}/`);
    expect((await vercelVariables()).get("NEXT_PUBLIC_POSTHOG_KEY")?.value).toBe(api_token);
  });

  const repo = { owner: organization, repo: "overview" };
  const gitHub = (): Octokit => {
    const { environment } = scratch.control;
    const baseUrl = environment["GITHUB_BASE_URL"]?.replace(/\/$/, "") ?? "";
    return new Octokit({ auth: environment["GITHUB_TOKEN"], baseUrl });
  };

  it("the repository has its environment, ruleset and workflow", async () => {
    const octokit = gitHub();
    expect((await octokit.repos.getAllEnvironments(repo)).data.total_count).toBeGreaterThan(0);
    expect((await octokit.repos.getRepoRulesets(repo)).data.length).toBeGreaterThan(0);
    const { data } = await octokit.repos.getContent({ ...repo, path: ".github/workflows/ci.yml" });
    expect("content" in data && Buffer.from(data.content, "base64").toString()).toContain("permissions:");
  });

  it("a file that was generated, committed and merged before is taken as it is", async () => {
    const octokit = gitHub();
    const at = { ...repo, path: ".github/workflows/ci.yml" };
    const read = async () => {
      const { data } = await octokit.repos.getContent(at);
      if (!("content" in data)) throw new Error("a file was expected");
      return { sha: data.sha, text: Buffer.from(data.content, "base64").toString() };
    };
    const before = await read();
    const merged = before.text.replace("timeout-minutes: 30", "timeout-minutes: 31");
    const content = Buffer.from(merged).toString("base64");
    await octokit.repos.createOrUpdateFileContents({ ...at, sha: before.sha, message: "Merge", content });
    await scratch.shell("sed -i 's/minutes: 30/minutes: 31/' src/platform.ts");
    const ran = await scratch.groundplan(["up", "--json"]);
    await scratch.shell("git checkout -q src/platform.ts");
    expect(ran.code, ran.stderr).toBe(0);
    expect((await read()).text).toBe(merged);
    const { data: commits } = await octokit.repos.listCommits({ ...repo, per_page: 1 });
    expect(commits[0]?.commit.message).toBe("Merge");
    const back = await scratch.groundplan(["up"]);
    expect(back.code, back.stderr).toBe(0);
    expect((await read()).text).toBe(before.text);
  });
});

describe("the database", () => {
  it("holds the migrations' tables with row level security on, and lists the migrations", async () => {
    const { stdout, code } = await scratch.groundplan(["db", "url"]);
    expect(code).toBe(0);
    const client = new pg.Client({ connectionString: stdout.trim() });
    await client.connect();
    try {
      const { rows: tables } = await client.query(
        "select relname, relrowsecurity from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
      );
      expect(tables.length).toBeGreaterThan(0);
      expect(tables.filter(({ relrowsecurity }) => !relrowsecurity)).toEqual([]);
      const { rows: migrations } = await client.query(
        "select version, name from supabase_migrations.schema_migrations order by version",
      );
      const files = (await scratch.shell("ls supabase/migrations")).stdout.trim().split("\n");
      expect(migrations.map(({ version, name }) => `${version}_${name}.sql`)).toEqual(files);
    } finally {
      await client.end();
    }
  });
});

describe("plain pulumi", () => {
  it("works in a shell with the exports of groundplan env", async () => {
    const { code, stdout, stderr } = await scratch.shell(
      `eval "$(node src/cli.ts env)" && pulumi preview --stack local --non-interactive`,
    );
    expect(code, stderr + stdout).toBe(0);
    expect(stdout).toContain("unchanged");
    expect((await scratch.shell("git status --porcelain")).stdout).toBe("");
  });

  it("says in one sentence what is missing without them", async () => {
    const without = await scratch.shell(
      `eval "$(node src/cli.ts env)" && unset VERCEL_API_TOKEN SUPABASE_ACCESS_TOKEN GITHUB_TOKEN SENTRY_AUTH_TOKEN POSTHOG_API_KEY && pulumi preview --stack local --non-interactive`,
    );
    expect(without.code).not.toBe(0);
    expect(without.stdout + without.stderr).toContain("lacks GITHUB_TOKEN, VERCEL_API_TOKEN");
    expect(without.stdout + without.stderr).toContain('eval "$(npx groundplan env');
  });
});

describe("a moved loopback with new tokens", () => {
  it("is followed by refresh and destroy; neither token nor endpoint is in state", async () => {
    const old = scratch.control;
    expect((await scratch.groundplan(["loopback", "stop"])).code).toBe(0);
    expect((await scratch.groundplan(["loopback", "start", "--base-port", "0", "--rotate-tokens"])).code).toBe(0);
    const now = scratch.control;
    expect(now.basePort).not.toBe(old.basePort);
    expect(now.environment["VERCEL_API_TOKEN"]).not.toBe(old.environment["VERCEL_API_TOKEN"]);

    const refresh = await scratch.groundplan(["refresh"]);
    expect(refresh.code, refresh.stderr).toBe(0);
    const { stdout: state } = await scratch.shell(
      `eval "$(node src/cli.ts env)" && pulumi stack export --show-secrets --stack local`,
    );
    for (const value of [...Object.values(old.environment), ...Object.values(now.environment)])
      expect(state).not.toContain(value);
    expect(state).toContain("overview");
  });

  it("destroy shows, and with --apply leaves the vendors empty", async () => {
    const shown = await scratch.groundplan(["destroy", "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ ok: true, applied: false });
    expect((await scratch.state())["vercel"]?.["projects"]).toHaveLength(1);

    const gone = await scratch.groundplan(["destroy", "--apply"]);
    expect(gone.code, gone.stderr).toBe(0);
    expect(differences(seeded, await scratch.state())).toEqual({ left: [], lost: [] });
    expect((await scratch.shell("git status --porcelain")).stdout).toBe("");
    expect(contentHash(usersPulumi)).toBe(before);
  });
});
