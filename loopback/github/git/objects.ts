import { createHash } from "node:crypto";

export interface TreeEntry {
  readonly path: string;
  readonly mode: "100644" | "100755" | "040000" | "120000" | "160000";
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
}

/** `date` as `2026-01-01T00:00:00Z`. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

/** A repository's objects under their real SHA-1, as git itself would name them. Blobs are base64. */
export interface GitStore {
  readonly blobs: Record<string, string>;
  readonly trees: Record<string, readonly TreeEntry[]>;
  readonly commits: Record<string, Commit>;
  /** e.g. `refs/heads/main` to the SHA of a commit. */
  readonly refs: Record<string, string>;
}

export function emptyStore(): GitStore {
  return { blobs: {}, trees: {}, commits: {}, refs: {} };
}

function hashObject(type: "blob" | "tree" | "commit", content: Uint8Array): string {
  return createHash("sha1").update(`${type} ${content.length}\0`).update(content).digest("hex");
}

export function putBlob(git: GitStore, content: Uint8Array): string {
  const sha = hashObject("blob", content);
  git.blobs[sha] = Buffer.from(content).toString("base64");
  return sha;
}

export function blobContent(git: GitStore, sha: string): Buffer | undefined {
  const content = git.blobs[sha];
  return content === undefined ? undefined : Buffer.from(content, "base64");
}

/** Entries are sorted as git does: bytewise, a directory as if its name ended in a slash. */
export function putTree(git: GitStore, entries: readonly TreeEntry[]): string {
  const key = (entry: TreeEntry) => Buffer.from(entry.type === "tree" ? `${entry.path}/` : entry.path);
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)));
  const lines = sorted.map((entry) =>
    Buffer.concat([Buffer.from(`${entry.mode.replace(/^0/, "")} ${entry.path}\0`), Buffer.from(entry.sha, "hex")]),
  );
  const sha = hashObject("tree", Buffer.concat(lines));
  git.trees[sha] = sorted;
  return sha;
}

export function putCommit(git: GitStore, commit: Omit<Commit, "sha">): Commit {
  const sign = (who: Signature) => `${who.name} <${who.email}> ${Math.floor(Date.parse(who.date) / 1000)} +0000`;
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${sign(commit.author)}`,
    `committer ${sign(commit.committer)}`,
    "",
    commit.message,
  ];
  const sha = hashObject("commit", Buffer.from(lines.join("\n")));
  const stored = { sha, ...commit };
  git.commits[sha] = stored;
  return stored;
}
