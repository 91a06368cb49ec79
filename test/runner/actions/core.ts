import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/** A variable that the runner gives to every step. @throws Error where it has not */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

/** What of `@actions/core` our actions and their scripts may use. */
export const core = {
  /** GitHub Actions: an input is a variable; the hyphens of its name stay. */
  getInput: (name: string): string => (process.env[`INPUT_${name.toUpperCase()}`] ?? "").trim(),
  setOutput(name: string, value: unknown): void {
    const end = `end_${randomUUID()}`;
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    appendFileSync(variable("GITHUB_OUTPUT"), `${name}<<${end}\n${text}\n${end}\n`);
  },
  /** The step ends red, though not here. */
  setFailed(problem: unknown): void {
    process.exitCode = 1;
    core.error(problem);
  },
  info: (text: unknown): void => void process.stdout.write(`${text}\n`),
  warning: (text: unknown): void => void process.stdout.write(`::warning::${text}\n`),
  error: (text: unknown): void => void process.stdout.write(`::error::${text}\n`),
};
