import { appendFileSync } from "node:fs";
import type { CommandContext } from "./command.ts";

/**
 * Hands results to later steps of a GitHub job: `name=value` lines in the file that $GITHUB_OUTPUT names. Elsewhere it
 * does nothing. Values are ids, addresses and paths; a line break would begin another output, so it is refused.
 */
export function tellGitHub({ environment }: CommandContext, outputs: Readonly<Record<string, string>>): void {
  const file = environment["GITHUB_OUTPUT"];
  if (file === undefined || file === "") return;
  const lines = Object.entries(outputs).map(([name, value]) => {
    if (/[\r\n]/.test(value)) throw new Error(`the output ${name} has a line break in it`);
    return `${name}=${value}\n`;
  });
  appendFileSync(file, lines.join(""));
}
