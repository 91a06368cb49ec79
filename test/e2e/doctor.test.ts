import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoted } from "../../src/ops/shell.ts";
import { seedAccounts } from "../support/accounts.ts";
import { type Ran, Scratch } from "../support/scratch.ts";

/** `doctor` on a machine that has nothing: what it prints is typed as it stands, and then the stack can be previewed. */
const scratch = new Scratch();
const stack = "staging";
let empty: Ran;
let followed: Ran;
let answers: Readonly<Record<string, string>>;

beforeAll(async () => {
  empty = await scratch.groundplan(["doctor", "--stack", stack]);
  const { environment } = await scratch.loopback();
  await seedAccounts(scratch, stack);
  const backend = join(scratch.folder, "state of staging");
  mkdirSync(backend);
  answers = {
    ...environment,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase that is made up",
    SUPABASE_DB_PASSWORD: "made-up-Password_0123456789",
    "secrets set SUPABASE_ACCESS_TOKEN": `sbp_${"0123456789abcdef".repeat(3).slice(0, 40)}`,
    VERCEL_TOKEN: "MadeUpVercelToken0123456789",
    SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/TMADEUP00/BMADEUP00/madeUpWebhook0123456789ab",
  };
});
afterAll(() => scratch.remove());

/** The commands under "To do", as printed. */
const todo = ({ stdout }: Ran): string[] => {
  const [, list = ""] = stdout.split("To do, in this order:\n");
  return list.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
};

/** A printed command with what only its reader knows in the place of `…`. */
function filled(command: string): string {
  const [code = ""] = command.split("   # ");
  if (!code.includes("…")) return command;
  const [, name = ""] = /(secrets set \w+|\w+(?==…))/.exec(code) ?? [];
  const answer = answers[name] ?? answers[name.replace("secrets set ", "")];
  if (answer === undefined) throw new Error(`nothing is made up for: ${command}`);
  return code.replace("…", quoted(answer));
}

/** One shell session, each line typed as it is; it stops at the first that fails. */
function session(lines: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran> {
  const checked = lines.map((line, index) => `${line}\n[ $? = 0 ] || exit ${100 + index}`);
  return scratch.shell(checked.join("\n"), { environment });
}

const endpoints = (): Record<string, string> =>
  Object.fromEntries(Object.entries(scratch.control.environment).filter(([name]) => /_(URL|HOST)$/.test(name)));

async function writes(): Promise<unknown[]> {
  const { entries } = await scratch.ask<{ entries: { method: string }[] }>("GET", "journal");
  return entries.filter(({ method }) => !["GET", "HEAD"].includes(method));
}

describe("doctor on an empty machine", () => {
  it("finds something (exit 2) and lists what to do in an order that works", () => {
    expect(empty.code, empty.stderr).toBe(2);
    const commands = todo(empty);
    const place = (part: string) => commands.findIndex((command) => command.includes(part));
    expect(commands.length).toBeGreaterThanOrEqual(12);
    const order = [
      "PULUMI_BACKEND_URL=",
      "PASSPHRASE=",
      "GITHUB_TOKEN=",
      "POSTHOG_API_KEY=",
      "stack init",
      "secrets set",
    ];
    const places = order.map(place);
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("wants every secret that the stack file lacks, each with where to get it", () => {
    for (const name of ["SUPABASE_DB_PASSWORD", "SUPABASE_ACCESS_TOKEN", "VERCEL_TOKEN", "SLACK_WEBHOOK_URL"])
      expect(
        todo(empty).some((command) => new RegExp(`secrets set ${name} --stack ${stack} +# \\S`).test(command)),
        name,
      ).toBe(true);
  });
});

describe("its list, followed literally", () => {
  it("ends in a doctor that misses nothing, and in a green preview that writes nothing", async () => {
    const commands = todo(empty).map(filled);
    const told = [`npx groundplan doctor --stack ${stack} >&2`, `npx groundplan preview --stack ${stack} --json`];
    followed = await session([...commands, ...told], endpoints());
    expect(followed.code, followed.stderr).toBe(0);
    expect(followed.stderr).toContain("Nothing is missing.");
    const lines = followed.stdout.slice(followed.stdout.indexOf("\n{") + 1);
    const preview = JSON.parse(lines);
    expect(preview).toMatchObject({ ok: true, stack });
    expect(preview.changes.create).toBeGreaterThan(20);

    expect(await writes()).toEqual([]);
    process.stderr.write(`doctor: ${commands.length} commands followed, preview creates ${preview.changes.create}\n`);
  });

  it("has no part of another stack: up is refused until the owner of the repository is up, before anything is made", async () => {
    const commands = todo(empty)
      .filter((command) => command.startsWith("export "))
      .map(filled);
    const ran = await session([...commands, `npx groundplan up --stack ${stack}`], endpoints());
    expect(ran.code, ran.stdout).not.toBe(0);
    expect(ran.stderr).toContain('GitHub your-organization/overview: has no environment "staging"');
    expect(ran.stderr).toContain(`fix: npx groundplan up --stack production, then: npx groundplan up --stack ${stack}`);
    expect(await writes()).toEqual([]);
  });

  it("left the secrets in the stack file encrypted, and printed none", () => {
    const file = readFileSync(join(scratch.project, `Pulumi.${stack}.yaml`), "utf8");
    for (const [name, value] of Object.entries(answers)) {
      if (name === "PULUMI_BACKEND_URL" || name in endpoints()) continue;
      expect(file, name).not.toContain(value);
      expect(followed.stdout + followed.stderr, name).not.toContain(value);
    }
    expect(file.match(/secure: v1:/g)?.length).toBe(4);
  });
});
