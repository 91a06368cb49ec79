import { createHash } from "node:crypto";
import type { StoredLink } from "./state.ts";

/** The link as a project shows it: each Git host has its own names for the same facts. */
export function linkView(link: StoredLink): object {
  const parts = link.repository.split("/");
  const [owner, name] = [parts.slice(0, -1).join("/"), parts.at(-1) ?? ""];
  const common = {
    type: link.type,
    productionBranch: link.productionBranch,
    deployHooks: link.deployHooks.map(({ url, ...hook }) => ({ ...hook, url: url.$secret })),
    gitCredentialId: "",
    sourceless: true,
    createdAt: link.createdAt,
    updatedAt: link.updatedAt,
  };
  switch (link.type) {
    case "github":
    case "github-limited":
      return { ...common, org: owner, repo: name, repoId: numberOf(link.repository), repoOwnerId: numberOf(owner) };
    case "gitlab":
      return {
        ...common,
        projectId: String(numberOf(link.repository)),
        projectName: name,
        projectNameWithNamespace: `${owner} / ${name}`,
        projectNamespace: owner,
        projectUrl: `https://gitlab.com/${link.repository}`,
      };
    case "bitbucket":
      return { ...common, name, slug: name, owner, uuid: uuidOf(link.repository), workspaceUuid: uuidOf(owner) };
  }
}

/** The repository as a deployment's `gitSource` names it. */
export function linkRef(link: StoredLink): object {
  switch (link.type) {
    case "github":
    case "github-limited":
      return { type: link.type, repoId: numberOf(link.repository) };
    case "gitlab":
      return { type: link.type, projectId: numberOf(link.repository) };
    case "bitbucket":
      return {
        type: link.type,
        repoUuid: uuidOf(link.repository),
        workspaceUuid: uuidOf(link.repository.split("/")[0] ?? ""),
      };
  }
}

/** A Git host's number for a name: always the same one. */
function numberOf(name: string): number {
  return createHash("sha256").update(name).digest().readUInt32BE();
}

function uuidOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `{${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-")}}`;
}
