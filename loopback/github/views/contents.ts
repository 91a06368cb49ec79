import { blobContent, type TreeEntry } from "../git/objects.ts";
import { fullName, type GitHubContext, repositoryUrl, webUrl } from "../lookup.ts";
import type { Repository } from "../state.ts";

/** Where a file stands: its path from the root, and the branch, tag or commit that was asked for. */
interface Place {
  readonly path: string;
  readonly ref: string;
}

/** GitHub REST, "Get repository content": up to this size the answer holds the content. */
const largestInline = 1024 * 1024;

/** One file; `withContent: false` as in directories and in the answers to writes. */
export function contentsView(
  context: GitHubContext,
  repository: Repository,
  entry: TreeEntry,
  { path, ref }: Place,
  withContent = true,
): object {
  const isDirectory = entry.type === "tree";
  const bytes = isDirectory ? Buffer.alloc(0) : (blobContent(repository.git, entry.sha) ?? Buffer.alloc(0));
  const api = repositoryUrl(context, repository);
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  const self = `${api}/contents/${escaped}?ref=${encodeURIComponent(ref)}`;
  const git = `${api}/git/${isDirectory ? "trees" : "blobs"}/${entry.sha}`;
  const html = `${webUrl(context.state, repository)}/${isDirectory ? "tree" : "blob"}/${ref}/${escaped}`;
  return {
    name: path.split("/").at(-1) ?? path,
    path,
    sha: entry.sha,
    size: bytes.length,
    url: self,
    html_url: html,
    git_url: git,
    download_url: isDirectory
      ? null
      : `https://raw.githubusercontent.com/${fullName(context.state, repository)}/${ref}/${escaped}`,
    type: isDirectory ? "dir" : "file",
    ...(withContent ? inline(bytes) : {}),
    _links: { self, git, html },
  };
}

export function directoryView(
  context: GitHubContext,
  repository: Repository,
  tree: string,
  { path, ref }: Place,
): object[] {
  return (repository.git.trees[tree] ?? []).map((entry) =>
    contentsView(context, repository, entry, { path: path === "" ? entry.path : `${path}/${entry.path}`, ref }, false),
  );
}

function inline(bytes: Buffer): object {
  if (bytes.length > largestInline) return { content: "", encoding: "none" };
  // Lines of 60 characters, each ended.
  return { content: bytes.toString("base64").replace(/.{1,60}/g, "$&\n"), encoding: "base64" };
}
