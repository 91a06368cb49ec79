import { type Commit, type GitStore, putCommit, putTree, type Signature, type TreeEntry } from "./objects.ts";

/** A file of a tree, without its path. */
export type File = Pick<TreeEntry, "mode" | "sha" | "type">;

/** All files below a tree, by their whole path. */
export function filesOf(git: GitStore, tree: string, prefix = ""): Map<string, File> {
  const files = new Map<string, File>();
  for (const entry of git.trees[tree] ?? []) {
    if (entry.type !== "tree") files.set(prefix + entry.path, { mode: entry.mode, sha: entry.sha, type: entry.type });
    else for (const [path, file] of filesOf(git, entry.sha, `${prefix}${entry.path}/`)) files.set(path, file);
  }
  return files;
}

/** Writes the trees that hold exactly these files; answers the root's SHA. */
export function treeOf(git: GitStore, files: ReadonlyMap<string, File>): string {
  const entries: TreeEntry[] = [];
  const folders = new Map<string, Map<string, File>>();
  for (const [path, file] of files) {
    const slash = path.indexOf("/");
    if (slash < 0) entries.push({ path, ...file });
    else {
      const folder = path.slice(0, slash);
      const inside = folders.get(folder) ?? new Map<string, File>();
      folders.set(folder, inside.set(path.slice(slash + 1), file));
    }
  }
  for (const [path, inside] of folders) entries.push({ path, mode: "040000", type: "tree", sha: treeOf(git, inside) });
  return putTree(git, entries);
}

/** What a tree has at a path: the entry, or undefined. The empty path is the root itself. */
export function entryAt(git: GitStore, tree: string, path: string): TreeEntry | undefined {
  let entry: TreeEntry = { path: "", mode: "040000", type: "tree", sha: tree };
  for (const part of path.split("/").filter((piece) => piece !== "")) {
    const next = entry.type === "tree" ? git.trees[entry.sha]?.find((child) => child.path === part) : undefined;
    if (!next) return undefined;
    entry = next;
  }
  return entry;
}

/** The commit that a branch, a tag, a full ref or a SHA (of at least 7 digits) names. */
export function commitAt(git: GitStore, name: string): Commit | undefined {
  const bare = name.replace(/^refs\//, "");
  for (const ref of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${bare}`]) {
    const sha = git.refs[ref];
    if (sha !== undefined) return git.commits[sha];
  }
  if (!/^[0-9a-f]{7,40}$/.test(name)) return undefined;
  return git.commits[name] ?? Object.values(git.commits).find((commit) => commit.sha.startsWith(name));
}

export function branchNames(git: GitStore): string[] {
  return Object.keys(git.refs)
    .filter((ref) => ref.startsWith("refs/heads/"))
    .map((ref) => ref.slice("refs/heads/".length))
    .sort();
}

/** Every commit reachable from `from`, newest first: a child always stands before its parents. */
export function ancestry(git: GitStore, from: Commit): Commit[] {
  const seen = new Set<string>();
  const done: Commit[] = [];
  const visit = (commit: Commit) => {
    if (seen.has(commit.sha)) return;
    seen.add(commit.sha);
    for (const parent of commit.parents) {
      const found = git.commits[parent];
      if (found) visit(found);
    }
    done.push(commit);
  };
  visit(from);
  return done.reverse();
}

export interface Change {
  readonly path: string;
  readonly status: "added" | "modified" | "removed";
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What a commit changed against its first parent. */
export function changesOf(git: GitStore, commit: Commit): Change[] {
  const parent = git.commits[commit.parents[0] ?? ""];
  const before = parent ? filesOf(git, parent.tree) : new Map<string, File>();
  const after = filesOf(git, commit.tree);
  const changes: Change[] = [];
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(path), after.get(path)];
    if (old?.sha === now?.sha && old?.mode === now?.mode) continue;
    changes.push({ path, status: !old ? "added" : !now ? "removed" : "modified", before: old?.sha, after: now?.sha });
  }
  return changes;
}

/** Adds one commit to a branch (which may not exist yet) with these files written, or removed where null. */
export function commitFiles(
  git: GitStore,
  commit: {
    branch: string;
    files: Readonly<Record<string, File | null>>;
    message: string;
    author: Signature;
    committer: Signature;
  },
): Commit {
  const ref = `refs/heads/${commit.branch}`;
  const head = git.commits[git.refs[ref] ?? ""];
  const files = head ? filesOf(git, head.tree) : new Map<string, File>();
  for (const [path, file] of Object.entries(commit.files)) {
    if (file) files.set(path, file);
    else files.delete(path);
  }
  const { message, author, committer } = commit;
  const made = putCommit(git, {
    tree: treeOf(git, files),
    parents: head ? [head.sha] : [],
    message,
    author,
    committer,
  });
  git.refs[ref] = made.sha;
  return made;
}
