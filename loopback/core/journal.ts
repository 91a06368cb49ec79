import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import type { FaultKind } from "./faults.ts";

/** One call of a vendor's API, without tokens and secret values. */
export interface JournalEntry {
  readonly vendor: string;
  readonly method: string;
  /** The vendor's own path, escaped as it was sent. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** JSON, or null: no body, or one that is not JSON. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
  readonly ms: number;
  /** The request header `x-groundplan-run`. */
  readonly runId: string | null;
  /** Set where a fault came between: status and body are what the vendor did, not what the client saw of it. */
  readonly fault?: FaultKind;
}

/** So many entries are kept in memory; the file has them all. */
const ringSize = 20_000;

export interface Journal {
  append(entry: JournalEntry): void;
  /** The entries from number `first` on, as far as memory goes; they are counted from 0 since the start or the last clearing. */
  since(first: number): { readonly first: number; readonly next: number; readonly entries: readonly JournalEntry[] };
  clear(): void;
  close(): void;
}

/** A journal that writes each entry as one JSON line of `file` (0600) before the client has its answer. */
export function openJournal(file: string): Journal {
  const out = openSync(file, "a", 0o600);
  let ring: JournalEntry[] = [];
  let next = 0;
  return {
    append(entry) {
      writeSync(out, `${JSON.stringify(entry)}\n`);
      ring.push(entry);
      next += 1;
      if (ring.length > 2 * ringSize) ring = ring.slice(-ringSize);
    },
    since(first) {
      const oldest = next - ring.length;
      const from = Math.max(first, oldest);
      return { first: from, next, entries: ring.slice(from - oldest) };
    },
    clear() {
      ftruncateSync(out);
      ring = [];
      next = 0;
    },
    close: () => closeSync(out),
  };
}
