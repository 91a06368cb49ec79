/** An error for the person who reads the engine's output: what failed, the vendor's word, and what to do. Never a token. */
export class VendorError extends Error {
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** The vendor's own error code, e.g. `ENV_CONFLICT`. */
  readonly code: string | undefined;

  constructor(message: string, facts: { status?: number; code?: string; fix?: string } = {}) {
    super(facts.fix === undefined ? message : `${message}\n  fix: ${facts.fix}`);
    this.name = "VendorError";
    this.status = facts.status;
    this.code = facts.code;
  }
}

/** A write whose outcome nobody knows: sent, but the answer was lost. */
export class UnknownOutcome extends VendorError {
  constructor(call: string, reason: string) {
    super(`${call} was sent, but its answer was lost (${reason}), so it may or may not have happened.`);
    this.name = "UnknownOutcome";
  }
}

/** The run was cancelled (Ctrl-C) before the request was sent or while a wait was under way. */
export class Cancelled extends VendorError {
  constructor(what: string) {
    super(`${what} was cancelled.`, { fix: "run the same command again; it goes on from here" });
    this.name = "Cancelled";
  }
}
