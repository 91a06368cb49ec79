import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The program of one step, run. */
export interface ProgramRun {
  readonly code: number;
  /** Standard output and error, in the order in which they came. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Variables for the job's later steps. */
  readonly exported: Readonly<Record<string, string>>;
  readonly summary: string;
}

interface Surroundings {
  readonly workspace: string;
  /** A folder for the files of the step. */
  readonly temporary: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** GitHub Actions: without `shell`, a script runs in `bash -e`. */
export function runScript(script: string, surroundings: Surroundings): Promise<ProgramRun> {
  const file = join(mkdtempSync(join(surroundings.temporary, "script-")), "script.sh");
  writeFileSync(file, script);
  return runProgram("bash", ["-e", file], surroundings);
}

/** GitHub Actions: an action in JavaScript is a program for Node, whose inputs are variables. */
export function runAction(
  program: string,
  inputs: Readonly<Record<string, string>>,
  surroundings: Surroundings,
): Promise<ProgramRun> {
  const variables = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const environment = { ...surroundings.environment, ...Object.fromEntries(variables) };
  return runProgram(process.execPath, [program], { ...surroundings, environment });
}

/** Later steps get what it writes into the three files. */
async function runProgram(
  command: string,
  args: readonly string[],
  { workspace, temporary, environment }: Surroundings,
): Promise<ProgramRun> {
  const folder = mkdtempSync(join(temporary, "step-"));
  const file = (name: string): string => {
    writeFileSync(join(folder, name), "");
    return join(folder, name);
  };
  const [output, exported, summary] = [file("output"), file("env"), file("summary")];
  const child = spawn(command, args, {
    cwd: workspace,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...environment, GITHUB_OUTPUT: output, GITHUB_ENV: exported, GITHUB_STEP_SUMMARY: summary },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, "close");
  return {
    code: typeof code === "number" ? code : 1,
    log: Buffer.concat(chunks).toString("utf8"),
    outputs: assignments(readFileSync(output, "utf8")),
    exported: assignments(readFileSync(exported, "utf8")),
    summary: readFileSync(summary, "utf8"),
  };
}

/** GitHub Actions: lines of `name=value`, or `name<<END`, the value's lines and `END`. @throws Error for any other line */
export function assignments(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const [, name = "", mark = "", rest = ""] = /^([^=<]+)(=|<<)(.*)$/.exec(line) ?? [];
    if (name === "") throw new Error(`"${line}" is no name=value`);
    if (mark === "=") {
      found[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, at + 1);
    if (end < 0) throw new Error(`${name} has no end: ${rest}`);
    found[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return found;
}
