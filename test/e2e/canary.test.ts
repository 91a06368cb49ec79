import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { vendors } from "../../loopback/vendors.ts";
import { loadDefinition, loadForCommand } from "../../src/config/command.ts";
import { example } from "../../src/spec/formats.ts";
import type { Consumer, SecretSpec } from "../../src/spec/secrets.ts";
import { type Canary, CanarySearch } from "../support/canaries.ts";
import { filesWithContent, type Trace, Watch } from "../support/evidence.ts";
import { type Ran, Scratch } from "../support/scratch.ts";
import { declared, sinkOfFile } from "../support/sinks.ts";

/**
 * Every secret of a run is planted, found where it is declared to be, and searched wherever a run leaves something.
 * Then the same run with one leak built in must turn red.
 */
const scratch = new Scratch();
const temporary = join(scratch.folder, "tmp");
const home = join(scratch.project, ".groundplan");
// What Node compiles is left behind too: here, among the temporary files, wherever it goes otherwise.
const environment = { TMPDIR: temporary, NODE_COMPILE_CACHE: join(temporary, "compile-cache") };

/** A secret whose every sign needs escaping somewhere. */
const awkward = {
  entry: `{
      name: "AWKWARD_SECRET",
      purpose: "a text whose signs every format escapes in its own way",
      format: { description: "any printable text", pattern: "[ -~]{24,200}", template: "{hex:32}" },
      consumers: ["server", "function", "workflow"],
      requiredBy: "this test",
      obtain: "made up by this test",
    },`,
  value: (): string => `aw"k\\w/rd +100%&<x>='?${randomBytes(9).toString("base64url")}`,
};

const canaries: Canary[] = [];
const traces: Trace[] = [];
let catalogue: readonly SecretSpec[];
let watch: Watch;

beforeAll(async () => {
  mkdirSync(temporary);
  chmodSync(scratch.folder, 0o711); // root's Postgres walks through it as another account
  edit("src/platform.ts", (text) =>
    text
      .replace("  secrets: [", `  secrets: [\n    ${awkward.entry}`)
      .replace(
        "      variables: {\n        APP_ENV",
        '      variables: {\n        AWKWARD_SECRET: secret("AWKWARD_SECRET"),\n        APP_ENV',
      )
      .replace("fromErrors }", "fromErrors, secret }"),
  );
  const definition = await loadDefinition(scratch.project);
  catalogue = loadForCommand({ directory: scratch.project, stack: "local", definition }).spec.secrets;
  watch = new Watch(temporary);
  watch.start();
});
afterAll(async () => {
  watch.stop();
  await scratch.remove();
});

function edit(file: string, change: (text: string) => string): () => void {
  const path = join(scratch.project, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`the change of ${file} changes nothing`);
  writeFileSync(path, after);
  return () => writeFileSync(path, before);
}

/** Runs a command; whatever it prints is a trace. */
async function run(words: string, options: { input?: string; code?: number } = {}): Promise<Ran> {
  const input = options.input === undefined ? {} : { input: options.input };
  const ran = await scratch.groundplan(words.split(" "), { environment, ...input });
  return keep(`groundplan ${words}`, ran, options.code ?? 0);
}

function keep(command: string, ran: Ran, code: number): Ran {
  for (const stream of ["stdout", "stderr"] as const)
    traces.push({ sink: `${stream} of commands`, where: `${command}: ${stream}`, content: Buffer.from(ran[stream]) });
  expect(ran.code, command + ran.stdout + ran.stderr).toBe(code);
  return ran;
}

/** Gives every entry of the catalogue a new value, by standard input. */
async function plantCatalogue(generation: number): Promise<void> {
  for (const { name, format } of catalogue) {
    const value = name === "AWKWARD_SECRET" ? awkward.value() : example(format, randomBytes);
    canaries.push({ name: `secret ${name} ${generation}`, value });
    await run(`secrets set ${name}`, { input: value });
  }
}

const planted = (canary: string): string => canaries.find(({ name }) => name === canary)?.value ?? "";

/** Where the vendors keep a value, as the loopback tells whoever knows its digest. */
async function placesOf(value: string): Promise<string[]> {
  const sha256 = createHash("sha256").update(value).digest("hex");
  const found = ["vercel", "supabase", "github"].map(async (vendor) => {
    const { places } = await scratch.ask<{ places: string[] }>("POST", "holds", { vendor, sha256 });
    return places.map((place) => `${vendor} ${place}`);
  });
  return (await Promise.all(found)).flat();
}

/** Where a secret arrives for each kind of reader that it is declared for. */
const arrivals: Record<Consumer, (name: string) => RegExp> = {
  server: (name) => new RegExp(`^vercel variables/${name}/value$`),
  build: (name) => new RegExp(`^vercel variables/${name}/value$`),
  function: (name) => new RegExp(`^supabase projects/[^/]+/secrets/${name}/value$`),
  workflow: (name) => new RegExp(`^github repositories/[^/]+/environments/local/secrets/secrets/${name}/value$`),
  ci: (name) => new RegExp(`^github repositories/[^/]+/environments/local/secrets/secrets/${name}/value$`),
  dependabot: (name) => new RegExp(`^github repositories/[^/]+/dependabotSecrets/secrets/${name}/value$`),
  resource: () => /^supabase projects\/[^/]+\/password$/,
};

/** What vendors and machine made themselves. */
async function plantWhatWasMade(): Promise<void> {
  const { environment: told, controlToken, origins } = scratch.control;
  const names = new Set(vendors.map(({ environment }) => environment.token));
  const tokens = Object.entries(told).filter(([name]) => names.has(name));
  const file = (path: string): string => readFileSync(join(home, path), "utf8").trim();
  const { projects } = (await scratch.state())["supabase"] ?? {};
  const ref = projects?.[0]?.["id"];
  const answer = await fetch(`${origins["supabase"]}/v1/projects/${ref}/api-keys?reveal=true`, {
    headers: { authorization: `Bearer ${told["SUPABASE_ACCESS_TOKEN"]}` },
  });
  const keys: { type: string; api_key: string }[] = JSON.parse(await answer.text());
  const { projects: apps } = (await scratch.state())["vercel"] ?? {};
  const [bypass] = await bypassesOf(`${origins["vercel"]}/v9/projects/${apps?.[0]?.["id"]}`, told);
  canaries.push(
    ...tokens.map(([name, value]) => ({ name: `token ${name}`, value })),
    { name: "control token", value: controlToken },
    { name: "passphrase", value: file("stacks/local/passphrase") },
    { name: "state key", value: file("loopback/state.key") },
    { name: "superuser's password", value: file("loopback/postgres/superuser.password") },
    { name: "protection bypass", value: bypass ?? "" },
    ...keys
      .filter(({ type }) => type === "secret")
      .map(({ api_key }) => ({ name: "Supabase secret key", value: api_key })),
  );
}

/** The secrets by which automation gets past a project's protection: Vercel tells them to whoever holds its token. */
async function bypassesOf(url: string, told: Readonly<Record<string, string>>): Promise<string[]> {
  const headers = { authorization: `Bearer ${told["VERCEL_API_TOKEN"]}` };
  const answer = await fetch(`${url}?teamId=team_LoopbackTeam000000000001`, { headers });
  const { protectionBypass }: { protectionBypass: object } = JSON.parse(await answer.text());
  return Object.keys(protectionBypass);
}

/** Refused by a vendor that repeats the request in its error, as careless ones do. */
const echo = (vendor: string, pathPattern: string): Promise<unknown> =>
  scratch.ask("POST", "faults", { vendor, method: "write", pathPattern, times: 1000, kind: "echo", status: 400 });

/** Everything on disk, and the state as the engine shows it. */
async function collect(): Promise<void> {
  const shown = await scratch.shell('eval "$(node src/cli.ts env)" && pulumi stack export --stack local', {
    environment,
  });
  expect(shown.code, shown.stderr).toBe(0);
  traces.push({
    sink: "state export",
    where: "pulumi stack export",
    content: Buffer.from(shown.stdout + shown.stderr),
  });
  traces.push(...filesWithContent(scratch.project, sinkOfFile));
}

interface Finding {
  readonly sink: string;
  readonly where: string;
  readonly canary: string;
  readonly spelling: string;
}

function search(all: readonly Trace[]): { allowed: Finding[]; leaks: Finding[] } {
  const searcher = new CanarySearch(canaries);
  const found = all.flatMap(({ sink, where, content }) =>
    searcher.hits(content).map((hit) => ({ sink, where, ...hit })),
  );
  const isAllowed = ({ where, canary }: Finding) =>
    declared.some((one) => one.where.test(where) && one.canary.test(canary));
  return { allowed: found.filter(isAllowed), leaks: found.filter((one) => !isAllowed(one)) };
}

describe("planted secrets", () => {
  it("reach every place that they are declared for", async () => {
    await run("loopback start --base-port 0");
    await plantCatalogue(1);
    await echo("supabase", "^/v1/projects$"); // the first write that carries a password is refused, and repeated in the answer
    await run("up", { code: 1 });
    await scratch.ask("DELETE", "faults");
    await run("up");
    for (const { name, consumers } of catalogue) {
      const places = await placesOf(planted(`secret ${name} 1`));
      for (const consumer of consumers)
        expect(places, `${name} for ${consumer}`).toContainEqual(expect.stringMatching(arrivals[consumer](name)));
    }
    await plantWhatWasMade();
    expect(await placesOf(planted("protection bypass"))).toEqual([expect.stringMatching(/^vercel bypasses/)]);
    expect(await placesOf(planted("Supabase secret key"))).toContain("vercel variables/SUPABASE_SECRET_KEY/value");
    expect(new Set(catalogue.flatMap(({ consumers }) => consumers)).size).toBeGreaterThanOrEqual(5);
  });

  it("are found nowhere else, whatever the run left: vendors that repeat them in errors, refresh and destroy included", async () => {
    await plantCatalogue(2);
    await echo("supabase", "/secrets$");
    await echo("vercel", "/env");
    await echo("github", "/secrets/");
    const line = 'eval "$(node src/cli.ts env)" && pulumi up --yes --skip-preview --continue-on-error --stack local';
    keep("pulumi up", await scratch.shell(line, { environment }), 1);
    const { faults } = await scratch.ask<{ faults: { vendor: string; hit: number }[] }>("GET", "faults");
    expect(faults.filter(({ hit }) => hit > 0).map(({ vendor }) => vendor)).toEqual(["supabase", "vercel", "github"]);
    await scratch.ask("DELETE", "faults");
    for (const words of [
      "preview",
      "preview --refresh --json",
      "refresh",
      "env",
      "db url",
      "doctor",
      "config check",
      "loopback state --json",
      "loopback journal --json",
    ])
      await run(words);
    await collect();
    await run("destroy --apply");
    await collect();

    const all = [...traces, ...watch.stop()];
    const { allowed, leaks } = search(all);
    for (const sink of new Set(all.map((trace) => trace.sink))) {
      const hits = leaks.filter((one) => one.sink === sink).length;
      const places = all.filter((one) => one.sink === sink).length;
      process.stderr.write(`${sink.padEnd(24)} canaries ${canaries.length}, hits ${hits} (searched: ${places})\n`);
    }
    expect(leaks).toEqual([]);
    expect(new Set(all.map(({ sink }) => sink)).size).toBe(12);

    for (const { where, canary, why } of declared) {
      const here = allowed.filter((one) => where.test(one.where) && canary.test(one.canary));
      expect(here, `the table says: ${why}`).not.toEqual([]);
      for (const one of here.filter(({ sink }) => !sink.startsWith("stdout")))
        expect((statSync(join(scratch.project, one.where)).mode & 0o777).toString(8), one.where).toBe("600");
    }
    const seen = all.filter(({ sink }) => sink === "process list").map(({ where }) => where);
    for (const part of [
      "config set --secret secrets:SLACK_WEBHOOK_URL",
      "pulumi --non-interactive up",
      "pulumi-resource-supabase",
      "postgres",
    ])
      expect(
        seen.some((where) => where.includes(part)),
        `the process list was watched while ${part} ran`,
      ).toBe(true);
  });
});

describe("the same run with one leak built in", () => {
  it("is red: a secret as a plain output, and one printed in base64", async () => {
    traces.length = 0;
    const slack = 'secret("SLACK_WEBHOOK_URL")';
    const program = (leak: string) => (text: string) =>
      text
        .replace("  return new Platform(spec, secret).outputs;", `  ${leak}`)
        .replace('import "./fast.ts";', 'import "./fast.ts";\nimport * as pulumi from "@pulumi/pulumi";');
    const restore = edit(
      "src/index.ts",
      program(`return { ...new Platform(spec, secret).outputs, address: pulumi.unsecret(${slack}) };`),
    );
    await run("up");
    restore();
    await collect();
    const inOutputs = search(traces).leaks;
    for (const sink of ["state export", "state files", "stdout of commands"])
      expect(inOutputs, sink).toContainEqual(expect.objectContaining({ sink, canary: "secret SLACK_WEBHOOK_URL 2" }));

    traces.length = 0;
    edit(
      "src/index.ts",
      program(
        `${slack}.apply((value) => console.log(Buffer.from(value).toString("base64")));\n  return new Platform(spec, secret).outputs;`,
      ),
    );
    await run("preview");
    expect(search(traces).leaks).toContainEqual(
      expect.objectContaining({
        sink: "stderr of commands",
        canary: "secret SLACK_WEBHOOK_URL 2",
        spelling: expect.stringMatching(/^base64/),
      }),
    );
    process.stderr.write(`with a leak built in: ${inOutputs.length} hits, first ${JSON.stringify(inOutputs[0])}\n`);
  });
});
