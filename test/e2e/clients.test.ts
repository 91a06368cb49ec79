import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ClientStage, clientOf, setClientStage } from "../support/clients.ts";
import { at, column } from "../unit/loopback/cloud.ts";

/**
 * A second opinion on the loopback: the vendors' own command line tools, which know their API better than we do, do a
 * day's work on it. They are a package of their own (`test/clients`), installed by a whole `npm test`.
 */
let stage: ClientStage;
beforeAll(async () => {
  stage = await setClientStage();
});
afterAll(() => stage.stop());

const vercel = clientOf("vercel", "dist/vc.js");
describe.skipIf(vercel.missing)(vercel.title, () => {
  const cli = async (...args: string[]): Promise<string> => {
    const { origins, environment, folder } = stage;
    const { code, output } = await stage.run(
      vercel,
      ["--api", origins["vercel"] ?? "", "--scope", "loopback", ...args],
      { environment: { VERCEL_TOKEN: environment["VERCEL_API_TOKEN"] }, folder: join(folder, "site") },
    );
    expect(code, `vercel ${args.join(" ")}\n${output}`).toBe(0);
    return output;
  };
  const deployed = (output: string): string => /https:\/\/(web-\S+?-loopback\.vercel\.app)/.exec(output)?.[1] ?? "";
  const live = async (): Promise<unknown> =>
    at((await stage.ask("vercel")("GET /v9/projects/web?slug=loopback")).body, "targets", "production", "url");

  beforeAll(() => {
    mkdirSync(join(stage.folder, "site"));
    writeFileSync(join(stage.folder, "site", "index.html"), "<h1>hello</h1>\n");
    writeFileSync(join(stage.folder, "site", "style.css"), "h1 { color: teal }\n");
  });

  it("knows whose token it has", async () => {
    expect(await cli("whoami")).toContain("loopback");
    expect(await cli("teams", "ls")).toMatch(/loopback\s+Loopback/);
  });

  it("makes a project, finds and links it", async () => {
    await cli("project", "add", "web");
    expect(await cli("project", "ls")).toMatch(/web\s/);
    expect(await cli("project", "inspect", "web")).toContain("Found Project loopback/web");
    expect(await cli("link", "--yes", "--project", "web")).toMatch(/Linked\s+loopback\/web/);
    expect(await cli("target", "ls")).toContain("3 Environments found");
  });

  it("adds, lists, pulls and removes variables", async () => {
    await cli("env", "add", "GREETING", "production", "--value", "hello", "--type", "config", "--yes");
    await cli("env", "add", "HIDDEN", "production", "--value", "s3cret", "--sensitive", "--yes");
    expect(await cli("env", "ls")).toMatch(/HIDDEN\s+Hidden[^\n]*\n\s*GREETING/);
    await cli("env", "pull", ".env.pulled", "--environment", "production", "--yes");
    const pulled = readFileSync(join(stage.folder, "site", ".env.pulled"), "utf8");
    expect(pulled).toContain('GREETING="hello"');
    expect(pulled).not.toContain("s3cret");
    await cli("env", "rm", "GREETING", "production", "--yes");
    expect(await cli("env", "ls")).not.toContain("GREETING");
  });

  it("attaches a domain", async () => {
    expect(await cli("domains", "add", "example.test", "web")).toContain("added to project web");
    const { body } = await stage.ask("vercel")("GET /v9/projects/web/domains?slug=loopback");
    expect(column(body, "name", "domains")).toEqual(["example.test"]);
    expect(await cli("domains", "ls")).toContain("Domains found under loopback");
  });

  it("deploys, looks, promotes, rolls back and removes", async () => {
    const preview = deployed(await cli("deploy", "--yes"));
    const first = deployed(await cli("deploy", "--prod", "--yes"));
    expect(await live()).toBe(first);
    const second = deployed(await cli("deploy", "--prod", "--yes"));
    expect(await live()).toBe(second);
    expect(await cli("ls")).toMatch(new RegExp(`${first}\\s+● Ready\\s+Production`));
    expect(await cli("inspect", first)).toMatch(/target\s+production\s+status\s+● Ready/);
    expect(await cli("alias", "ls")).toContain("example.test");
    expect(await cli("rollback", first, "--yes")).toContain("Success");
    expect(await live()).toBe(first);
    expect(await cli("promote", second, "--yes")).toContain("Success");
    expect(await live()).toBe(second);
    expect(await cli("remove", preview, "--yes")).toContain("Removed 1 deployment");
  });
});

const sentry = clientOf("@sentry/cli", "bin/sentry-cli", `@sentry/cli-${process.platform}-${process.arch}`);
describe.skipIf(sentry.missing)(sentry.title, () => {
  const cli = async (...args: string[]): Promise<string> => {
    const { origins, environment } = stage;
    const { code, output } = await stage.run(sentry, args, {
      environment: {
        SENTRY_AUTH_TOKEN: environment["SENTRY_AUTH_TOKEN"],
        SENTRY_URL: origins["sentry"],
        ...{ SENTRY_ORG: "groundplan-local", SENTRY_PROJECT: "web" },
      },
    });
    expect(code, `sentry-cli ${args.join(" ")}\n${output}`).toBe(0);
    return output;
  };

  beforeAll(async () => {
    const ask = stage.ask("sentry");
    await ask("POST /api/0/organizations/groundplan-local/teams/", { slug: "people", name: "People" });
    const body = { name: "Web", slug: "web", platform: "node" };
    expect((await ask("POST /api/0/teams/groundplan-local/people/projects/", body)).status).toBe(201);
  });

  it("logs in and lists", async () => {
    expect(await cli("info")).toMatch(/Method: Auth Token\n\s+Scopes:\n(\s+- .*\n)*\s+- project:releases/);
    expect(await cli("organizations", "list")).toContain("groundplan-local");
    expect(await cli("projects", "list")).toMatch(/web\s+\| People\s+\| Web/);
    expect(await cli("repos", "list")).toContain("No repos found");
  });

  it("takes a release from its start to a deploy and away", async () => {
    expect(await cli("releases", "new", "web@1.0.0")).toContain("Created release web@1.0.0");
    expect(await cli("releases", "list")).toContain("(unreleased)");
    expect(await cli("releases", "finalize", "web@1.0.0")).toContain("Finalized release");
    expect(await cli("releases", "info", "web@1.0.0")).toContain("web@1.0.0");
    expect(await cli("deploys", "new", "--release", "web@1.0.0", "--env", "production")).toContain("'production'");
    expect(await cli("deploys", "list", "--release", "web@1.0.0")).toMatch(/production\s+\|/);
    await cli("releases", "archive", "web@1.0.0");
    await cli("releases", "restore", "web@1.0.0");
    expect(await cli("releases", "delete", "web@1.0.0")).toContain("Deleted release");
    expect(await cli("releases", "list")).not.toContain("web@1.0.0");
  });
});

const supabase = clientOf("supabase", "dist/supabase.js", `@supabase/cli-${process.platform}-${process.arch}`);
describe.skipIf(supabase.missing)(supabase.title, () => {
  const password = "Str0ng-Passw0rd-x";
  let ref = "";
  const cli = async (...args: string[]): Promise<string> => {
    const { environment, folder } = stage;
    const token = { SUPABASE_ACCESS_TOKEN: environment["SUPABASE_ACCESS_TOKEN"] };
    const where = { SUPABASE_PROFILE: join(folder, "profile.yaml") };
    const options = { environment: { ...token, ...where }, folder: join(folder, "database") };
    const { code, output } = await stage.run(supabase, args, options);
    expect(code, `supabase ${args.join(" ")}\n${output}`).toBe(0);
    return output;
  };

  beforeAll(async () => {
    const origin = stage.origins["supabase"];
    const profile = { name: "loopback", api_url: origin, dashboard_url: origin, docs_url: origin };
    const lines = Object.entries({ ...profile, project_host: "supabase.co" }).map(([key, value]) => `${key}: ${value}`);
    writeFileSync(join(stage.folder, "profile.yaml"), `${lines.join("\n")}\n`);
    const root = join(stage.folder, "database", "supabase");
    mkdirSync(join(root, "functions", "hello"), { recursive: true });
    mkdirSync(join(root, "migrations"));
    writeFileSync(join(root, "config.toml"), 'project_id = "database"\n');
    writeFileSync(join(root, "functions", "hello", "index.ts"), 'Deno.serve(() => new Response("hello"));\n');
    writeFileSync(join(root, "migrations", "20260101000000_first.sql"), "create table first (id int primary key);\n");
    const where = ["--org-id", "loopbackorganization", "--region", "eu-central-1", "--db-password", password];
    await cli("projects", "create", "database", ...where, "--yes");
    ref = String(at((await stage.ask("supabase")("GET /v1/projects")).body, 0, "id"));
    // It stands some looks later.
    for (let looks = 0, status: unknown; status !== "ACTIVE_HEALTHY" && looks < 20; looks++)
      status = at((await stage.ask("supabase")(`GET /v1/projects/${ref}`)).body, "status");
  });

  it("lists what there is", async () => {
    expect(await cli("orgs", "list")).toContain("loopbackorganization");
    expect(await cli("projects", "list")).toContain(ref);
    expect(await cli("projects", "api-keys", `--remote=${ref}`)).toMatch(/service_role\s+\| eyJ/);
  });

  it("sets and unsets function secrets", async () => {
    await cli("secrets", "set", `--remote=${ref}`, "--yes", "GREETING=hello");
    // Supabase shows a value's SHA-256.
    expect(await cli("secrets", "list", `--remote=${ref}`)).toMatch(/GREETING\s+\| 2cf24dba5fb0a30e/);
    await cli("secrets", "unset", `--remote=${ref}`, "--yes", "GREETING");
    expect(await cli("secrets", "list", `--remote=${ref}`)).not.toContain("GREETING");
  });

  it("deploys a function without Docker", async () => {
    expect(await cli("functions", "deploy", "hello", `--remote=${ref}`, "--use-api", "--yes")).toContain(": hello");
    expect(await cli("functions", "list", `--remote=${ref}`)).toMatch(/hello\s+\| ACTIVE/);
    await cli("functions", "delete", "hello", `--remote=${ref}`, "--yes");
    expect(await cli("functions", "list", `--remote=${ref}`)).not.toContain("hello");
  });

  it("links, and reads settings", async () => {
    expect(await cli("link", "--project-ref", ref)).toContain("Finished supabase link");
    expect(await cli("network-restrictions", "get", `--remote=${ref}`, "--experimental")).toContain("0.0.0.0/0");
    expect(await cli("ssl-enforcement", "get", `--remote=${ref}`, "--experimental")).toContain("SSL");
  });

  it("applies migrations to the real Postgres behind it", async () => {
    const { body } = await stage.ask("supabase")(`GET /v1/projects/${ref}/config/database/pooler`);
    const address = String(at(body, 0, "connection_string")).replace("[YOUR-PASSWORD]", password);
    const url = ["--db-url", `${address}?sslmode=disable`];
    expect(await cli("migration", "list", ...url)).toMatch(/20260101000000/);
    expect(await cli("db", "push", ...url, "--yes")).toContain("20260101000000_first.sql");
    expect(await cli("migration", "list", ...url)).toMatch(/20260101000000.*\|.*20260101000000/);
  });

  it("deletes the project", async () => {
    expect(await cli("projects", "delete", ref, "--yes")).toContain("Deleted project");
  });
});
