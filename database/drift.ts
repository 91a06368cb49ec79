import type { ClientBase } from "pg";
import { type Fact, readFacts, readFingerprint, readSnapshot } from "./snapshot.ts";

/** One difference between the live schema and the snapshot that was taken after the last migrations. */
export interface Drift {
  /** The thing with its schema and table, e.g. `public.notes.extra`. */
  readonly object: string;
  /** What it is: `column`, `policy`, `row level security`, `grant to anon`, … */
  readonly kind: string;
  /** In one line, e.g. `added: text not null`. */
  readonly difference: string;
  /** In full: what it was and what it is. */
  readonly detail: string;
}

/**
 * Compares the live schema with the snapshot of this fingerprint. Without drift it costs one round trip; the full
 * comparison runs only where the fingerprints differ. Writes nothing.
 * @throws PlatformError `database/no-snapshot` when there is drift, but the snapshot is gone.
 */
export async function checkDrift(client: ClientBase, snapshotHash: string): Promise<Drift[]> {
  if ((await readFingerprint(client)) === snapshotHash) return [];
  const snapshot = await readSnapshot(client, snapshotHash);
  return compareFacts(snapshot.facts, await readFacts(client));
}

/** The differences, ordered by object. Of a table that was added or dropped its parts are not told one by one. */
export function compareFacts(was: readonly Fact[], is: readonly Fact[]): Drift[] {
  const [before, after] = [byIdentity(was), byIdentity(is)];
  const added = is.filter((fact) => !before.has(identity(fact)));
  const dropped = was.filter((fact) => !after.has(identity(fact)));
  const drifts = [
    ...withoutParts(added).map((fact) => drift(fact, undefined, fact.definition)),
    ...withoutParts(dropped).map((fact) => drift(fact, fact.definition, undefined)),
    ...is.flatMap((fact) => {
      const old = before.get(identity(fact));
      return old && old.definition !== fact.definition ? [drift(fact, old.definition, fact.definition)] : [];
    }),
  ];
  return drifts.sort((a, b) => compare(`${a.object}\t${a.kind}`, `${b.object}\t${b.kind}`));
}

/** Parts of a whole that came or went with it: a table's columns and policies, the grants of anything. */
function withoutParts(facts: readonly Fact[]): Fact[] {
  const wholes = [
    "schema",
    "table",
    "foreign table",
    "view",
    "materialized view",
    "function",
    "procedure",
    "sequence",
    "type",
  ];
  const gone = facts.filter(({ kind }) => wholes.includes(kind)).map(({ object }) => object);
  const names = new Set(gone);
  return facts.filter(({ kind, object }) => {
    if (wholes.includes(kind)) return !gone.some((whole) => object.startsWith(`${whole}.`));
    return !names.has(object) && !gone.some((whole) => object.startsWith(`${whole}.`));
  });
}

function drift({ kind, object }: Fact, was: string | undefined, is: string | undefined): Drift {
  const parts = [was !== undefined && `was: ${was}`, is !== undefined && `is: ${is}`];
  return { object, kind, difference: difference(was, is), detail: parts.filter(Boolean).join("\n") };
}

function difference(was: string | undefined, is: string | undefined): string {
  if (was === undefined) return said("added", is ?? "");
  if (is === undefined) return said("dropped, was", was);
  const short = `changed from ${was} to ${is}`;
  return short.length <= 160 && !short.includes("\n") ? short : `changed${firstChange(was, is)}`;
}

function said(what: string, definition: string): string {
  const line =
    definition
      .split("\n")
      .find((text) => text.trim() !== "")
      ?.trim() ?? "";
  const short = line.length > 120 ? `${line.slice(0, 117)}...` : line;
  return short === "" ? what : `${what}: ${short}`;
}

/** The first line that differs, for definitions of many lines. */
function firstChange(was: string, is: string): string {
  const [old, now] = [was.split("\n"), is.split("\n")];
  const at = now.findIndex((line, index) => line !== old[index]);
  const line = (at < 0 ? old[now.length] : now[at])?.trim() ?? "";
  return at < 0 ? `: lines were removed after "${now.at(-1)?.trim() ?? ""}"` : ` at: ${line.slice(0, 120)}`;
}

function identity({ kind, object }: Fact): string {
  return `${kind}\t${object}`;
}

function byIdentity(facts: readonly Fact[]): Map<string, Fact> {
  return new Map(facts.map((fact) => [identity(fact), fact]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
