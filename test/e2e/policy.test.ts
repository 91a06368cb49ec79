import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedAccounts } from "../support/accounts.ts";
import { type Ran, Scratch } from "../support/scratch.ts";

/**
 * What must never happen, held up twice: by parsing before the engine is started, and by the policy pack in a program
 * that goes around our parsing. And data that an environment protects, on a stack of that kind in a loopback cloud.
 */
const scratch = new Scratch();
const stack = "staging";
const secrets = {
  SUPABASE_DB_PASSWORD: "Rehearsal-Password_0123456789",
  SUPABASE_ACCESS_TOKEN: `sbp_${"fedcba9876543210".repeat(3).slice(0, 40)}`,
  VERCEL_TOKEN: "RehearsalVercelToken0123456789",
  SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/TREHEARS0/BREHEARS0/rehearsal0123456789abcde",
};

beforeAll(async () => {
  edit(`Pulumi.${stack}.yaml`, (text) => text.replace("vendors: real", "vendors: loopback"));
  await scratch.loopback();
  await seedAccounts(scratch, stack);
  for (const name of Object.keys(secrets)) await setSecret(name);
  const ran = await scratch.groundplan(["up", "--stack", stack]);
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
});
afterAll(() => scratch.remove());

async function setSecret(name: string): Promise<void> {
  const input = Object.entries(secrets).find(([known]) => known === name)?.[1] ?? "";
  const ran = await scratch.groundplan(["secrets", "set", name, "--stack", stack], { input });
  expect(ran.code, ran.stderr).toBe(0);
}

/** Changes a file of the project; gives what puts it back. */
function edit(file: string, change: (text: string) => string): () => void {
  const path = join(scratch.project, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`the change of ${file} changes nothing`);
  writeFileSync(path, after);
  return () => writeFileSync(path, before);
}

const preview = (): Promise<Ran> => scratch.groundplan(["preview", "--stack", stack]);
const plain = (line: string): Promise<Ran> => scratch.shell(`eval "$(npx groundplan env --stack ${stack})" && ${line}`);
const journal = (since: number): Promise<{ next: number; entries: { method: string }[] }> =>
  scratch.ask("GET", `journal?since=${since}`);

/** Refused by parsing: exit 1, the engine was not started, no vendor was asked. */
async function refusedByParsing(run: () => Promise<Ran>): Promise<Ran> {
  const { next } = await journal(0);
  const ran = await run();
  expect(ran.code, ran.stderr).toBe(1);
  expect(ran.stderr).not.toContain("$ pulumi");
  expect((await journal(next)).entries).toEqual([]);
  return ran;
}

describe("by parsing, before the engine", () => {
  it("a service key in a NEXT_PUBLIC_ variable", async () => {
    const restore = edit("src/platform.ts", (text) =>
      text.replace(
        'SUPABASE_SECRET_KEY: fromDatabase("secretKey"),',
        'SUPABASE_SECRET_KEY: fromDatabase("secretKey"),\n        NEXT_PUBLIC_SERVICE_KEY: fromDatabase("secretKey"),',
      ),
    );
    try {
      const { stderr } = await refusedByParsing(preview);
      expect(stderr).toContain(
        "variables.NEXT_PUBLIC_SERVICE_KEY: is a secret in a variable that every visitor can read",
      );
      expect(stderr).toContain("fix: rename it to SERVICE_KEY");
      process.stderr.write(`by parsing: ${stderr.trim()}\n`);
    } finally {
      restore();
    }
  });

  it("a required secret that was removed", async () => {
    const removed = await plain(`pulumi config rm secrets:SLACK_WEBHOOK_URL --stack ${stack}`);
    expect(removed.code, removed.stderr).toBe(0);
    const { stderr } = await refusedByParsing(preview);
    expect(stderr).toContain("secrets:SLACK_WEBHOOK_URL: is missing; alerts needs it");
    expect(stderr).toContain(`npx groundplan secrets set SLACK_WEBHOOK_URL --stack ${stack}`);
    process.stderr.write(`by parsing: ${stderr.trim()}\n`);
    await setSecret("SLACK_WEBHOOK_URL");
  });
});

/** Builds the platform from a specification that nobody has parsed. */
const aroundParsing = `import "./fast.ts";
import { Platform } from "./components/platform.ts";
import { loadForProgram } from "./config/program.ts";

export async function program() {
  const { spec, secret } = await loadForProgram();
  const source = { from: "database", property: "secretKey" };
  const leak = { name: "NEXT_PUBLIC_SERVICE_KEY", source, isPublic: true, sensitive: false };
  const apps = spec.apps.map((app) => ({ ...app, variables: [...app.variables, leak] }));
  const secrets = spec.secrets.map((one) => (one.name === "SLACK_WEBHOOK_URL" ? { ...one, isSet: false } : one));
  return new Platform({ ...spec, apps, secrets }, secret).outputs;
}
`;

describe("by policy, in a program that goes around parsing", () => {
  it("the same two, told by name (exit 2), and nothing is written", async () => {
    const restore = edit("src/index.ts", () => aroundParsing);
    const { next } = await journal(0);
    try {
      const ran = await scratch.groundplan(["up", "--stack", stack]);
      expect(ran.code, ran.stdout + ran.stderr).toBe(2);
      const told = ran.stdout.split("\n").filter((line) => line.startsWith("- policy"));
      expect(told.filter((line) => line.startsWith("- policy no-secret-in-public-variable"))).toHaveLength(1);
      expect(told.filter((line) => line.startsWith("- policy required-secrets"))).toHaveLength(1);
      expect(ran.stdout).toContain("The variable NEXT_PUBLIC_SERVICE_KEY holds ");
      expect(ran.stdout).toContain("The secret SLACK_WEBHOOK_URL is missing");
      expect(ran.stdout + ran.stderr).not.toMatch(/sb_secret_\w/); // the shape is named, the key is not
      process.stderr.write(`by policy: ${ran.stdout.trim()}\n`);
    } finally {
      restore();
    }
    const { entries } = await journal(next);
    expect(entries.filter(({ method }) => method !== "GET" && method !== "HEAD")).toEqual([]);
    const after = await scratch.groundplan(["preview", "--stack", stack, "--expect-no-changes"]);
    expect(after.code, after.stdout + after.stderr).toBe(0);
  });
});

describe("protected data", () => {
  const standing = async () => {
    const state = await scratch.state();
    const kinds = { vercel: "projects", supabase: "projects", sentry: "projects", posthog: "projects" };
    return Object.entries(kinds).flatMap(([vendor, kind]) =>
      state[vendor]?.[kind]?.map(({ name }) => `${vendor} ${name}`),
    );
  };

  it("is refused to destroy --apply, with the way to unprotect; followed literally, it works", async () => {
    const before = await standing();
    expect(before).toHaveLength(4);
    const refused = await scratch.groundplan(["destroy", "--apply", "--stack", stack]);
    expect(refused.code, refused.stderr).toBe(1);
    expect(refused.stderr).toContain("holds what must survive, so nothing was deleted:");
    const fixes = refused.stderr.split("\n").flatMap((line) => line.split(/^ +fix: /)[1] ?? []);
    expect(fixes.length).toBeGreaterThanOrEqual(4);
    expect(await standing()).toEqual(before);

    for (const fix of fixes) {
      const ran = await scratch.shell(fix);
      expect(ran.code, fix + ran.stdout + ran.stderr).toBe(0);
    }
    const gone = await scratch.groundplan(["destroy", "--apply", "--stack", stack]);
    expect(gone.code, gone.stdout + gone.stderr).toBe(0);
    expect(await standing()).toEqual([]);
    process.stderr.write(`protected: ${fixes.length} refused with their fix, each followed, then gone\n`);
  });
});
