import { join } from "node:path";
import { PlatformError, PlatformErrors } from "./errors.ts";
import type { CommandSpec, Outcome } from "./ops/command.ts";
import { configCheck } from "./ops/config-check/command.ts";
import { dbAdopt } from "./ops/db-adopt/command.ts";
import { dbBackup } from "./ops/db-backup/command.ts";
import { dbMigrate } from "./ops/db-migrate/command.ts";
import { dbRestore } from "./ops/db-restore/command.ts";
import { dbRevert } from "./ops/db-revert/command.ts";
import { dbUrl } from "./ops/db-url/command.ts";
import { deploy } from "./ops/deploy/command.ts";
import { destroy } from "./ops/destroy/command.ts";
import { doctor } from "./ops/doctor/command.ts";
import { env } from "./ops/env/command.ts";
import { health } from "./ops/health/command.ts";
import { loopbackJournal, loopbackStart, loopbackState, loopbackStop } from "./ops/loopback/command.ts";
import { preview } from "./ops/preview/command.ts";
import { promote } from "./ops/promote/command.ts";
import { refresh } from "./ops/refresh/command.ts";
import { rehearse } from "./ops/rehearse/command.ts";
import { rollback } from "./ops/rollback/command.ts";
import { schema } from "./ops/schema/command.ts";
import { secretsSet } from "./ops/secrets-set/command.ts";
import { smoke } from "./ops/smoke/command.ts";
import { up } from "./ops/up/command.ts";
import { workflowsCheck } from "./ops/workflows-check/command.ts";
import { workflowsGenerate } from "./ops/workflows-generate/command.ts";
import { workflowsList } from "./ops/workflows-list/command.ts";

/** Every command there is. */
const commands: readonly CommandSpec[] = [
  ...[up, preview, refresh, destroy, rehearse],
  ...[deploy, smoke, promote, rollback, health],
  ...[configCheck, doctor, env, secretsSet, schema],
  ...[dbUrl, dbMigrate, dbBackup, dbRestore, dbAdopt, dbRevert],
  ...[workflowsGenerate, workflowsCheck, workflowsList],
  ...[loopbackStart, loopbackStop, loopbackState, loopbackJournal],
];

/** What commands of two words are about, by their first. */
const families: Readonly<Record<string, string>> = {
  config: "the stack files",
  secrets: "the stacks' secrets",
  db: "the database: its address, its migrations and backups, and the ways out of drift",
  workflows: "the files under .github/workflows",
  loopback: "the vendors on this machine",
};

/** The door of `groundplan`: reads the argument list, runs one command, prints its outcome, sets the exit code. */
async function main(): Promise<void> {
  const { Command } = await import("commander");
  const program = new Command("groundplan")
    .description("A SaaS platform's infrastructure as one typed program")
    .showHelpAfterError();
  for (const spec of commands) {
    const [name = "", ...rest] = spec.name.split(" ");
    const inner = rest[0] !== undefined && !/^[<[]/.test(rest[0]);
    const family = () => program.command(name).description(families[name] ?? "");
    const parent = inner ? (program.commands.find((one) => one.name() === name) ?? family()) : program;
    const command = parent.command(inner ? rest.join(" ") : spec.name).description(spec.summary);
    for (const flag of spec.flags) command.option(flag.spelling, flag.help, flag.default);
    command.option("--json", "the result as JSON on standard output");
    command.action(() => finish(spec, command.processedArgs.map(String), command.opts()));
  }
  await program.parseAsync();
}

async function finish(
  spec: CommandSpec,
  words: readonly string[],
  flags: Record<string, string | boolean>,
): Promise<void> {
  const json = flags["json"] === true;
  try {
    const { handle } = await spec.load();
    const outcome = await handle({
      words,
      flags,
      project: process.cwd(),
      installation: join(import.meta.dirname, ".."),
      environment: process.env,
      progress: (line) => process.stderr.write(`${line}\n`),
      readInput: async () => (await import("node:stream/consumers")).text(process.stdin),
      now: () => new Date(),
    });
    print(outcome, json);
    process.exitCode = outcome.code;
  } catch (error) {
    tell(error, json);
    process.exitCode = 1;
  }
}

function print(outcome: Outcome, json: boolean): void {
  const text = json ? JSON.stringify(outcome.json, undefined, 2) : outcome.text;
  if (text !== "") process.stdout.write(`${text}\n`);
}

/** Errors for people are told in full and without a stack; anything else is our bug and shows where. */
function tell(error: unknown, json: boolean): void {
  const problems =
    error instanceof PlatformErrors ? error.problems : error instanceof PlatformError ? [error] : undefined;
  if (problems === undefined) {
    process.stderr.write(`This is a bug in groundplan:\n${error instanceof Error ? error.stack : String(error)}\n`);
    return;
  }
  if (json)
    process.stdout.write(
      `${JSON.stringify({ problems: problems.map(({ code, where, problem, fix }) => ({ code, where, problem, fix })) }, undefined, 2)}\n`,
    );
  process.stderr.write(`${error instanceof Error ? error.message : ""}\n`);
}

// A reader that closes early (`| head`) ends the printing, not the work.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
await main();
