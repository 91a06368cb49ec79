/** The four parts of every error that is meant for a person. */
export interface ErrorParts {
  /** Stable and machine readable, e.g. `config/unknown-key`. */
  readonly code: string;
  /** The place: a file with line, a property path, a resource's name, a call. */
  readonly where: string;
  /** What is wrong there, with the value found and what is allowed. Never a secret. */
  readonly problem: string;
  /** What to type or change to get on. */
  readonly fix: string;
}

/** An error for the person at the keyboard: one full sentence a part, no stack trace. Anything else that is thrown is our bug. */
export class PlatformError extends Error {
  readonly code: string;
  readonly where: string;
  readonly problem: string;
  readonly fix: string;

  constructor(parts: ErrorParts) {
    super(`${parts.where}: ${parts.problem}\n  fix: ${parts.fix}`);
    this.name = "PlatformError";
    this.code = parts.code;
    this.where = parts.where;
    this.problem = parts.problem;
    this.fix = parts.fix;
  }
}

/** Several problems that were found in one go, told in one go. */
export class PlatformErrors extends Error {
  readonly problems: readonly PlatformError[];

  constructor(title: string, problems: readonly PlatformError[]) {
    super(`${title}\n${problems.map((problem) => `  ${problem.message.replaceAll("\n", "\n  ")}`).join("\n")}`);
    this.name = "PlatformErrors";
    this.problems = problems;
  }
}
