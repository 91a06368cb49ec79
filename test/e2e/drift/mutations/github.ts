import { type More, type Mutation, mutation, type Standing, settingsOf, type Table } from "../mutation.ts";
import { asObject, between, exactly, flip, type Json, longer, oneMore, oneOf, valueAt, word } from "../values.ts";
import type { Vendors } from "../vendors.ts";
import { repositoryCall } from "./github-call.ts";

const repository = settingsOf({
  read: async (vendors, at) => asObject(await repositoryCall(vendors, at, "GET", "")),
  write: (vendors, at, changes) => repositoryCall(vendors, at, "PATCH", "", changes),
});

/** The texts of merge commits can be set only while merge commits are allowed, and only in pairs. */
const mergeTexts: More & { along: Json } = {
  along: { allow_merge_commit: true, merge_commit_title: "PR_TITLE", merge_commit_message: "PR_BODY" },
  may: ["allowMergeCommit", "mergeCommitTitle", "mergeCommitMessage"],
};
const squashTexts: More & { along: Json } = {
  along: { allow_squash_merge: true, squash_merge_commit_title: "PR_TITLE", squash_merge_commit_message: "PR_BODY" },
  may: ["allowSquashMerge", "squashMergeCommitTitle", "squashMergeCommitMessage"],
};

/** GitHub REST: one feature at a time; a public repository refuses to be told of advanced_security. */
const scanning = (place: string, feature: string): Mutation => {
  const key = `security_and_analysis.${feature}.status`;
  return mutation(`securityAndAnalysis.${place}.status`, {
    read: repository(place, key, flip).read,
    change: async (vendors, at, now) => {
      const status = now === "enabled" ? "disabled" : "enabled";
      await repositoryCall(vendors, at, "PATCH", "", { security_and_analysis: { [feature]: { status } } });
    },
  });
};

const topics = mutation("topics", {
  read: async (vendors, at) => valueAt(await repositoryCall(vendors, at, "GET", "/topics"), "names"),
  change: async (vendors, at, now, random) => {
    await repositoryCall(vendors, at, "PUT", "/topics", { names: oneMore((it) => it)(now, random) });
  },
});

const repositorySettings: readonly Mutation[] = [
  repository("description", "description", longer),
  repository("visibility", "visibility", oneOf("public", "private")),
  topics,
  repository("hasIssues", "has_issues", flip),
  repository("allowMergeCommit", "allow_merge_commit", flip),
  repository("allowRebaseMerge", "allow_rebase_merge", flip),
  repository("allowSquashMerge", "allow_squash_merge", flip, {
    along: { allow_merge_commit: true },
    may: ["allowMergeCommit"],
  }),
  repository("allowAutoMerge", "allow_auto_merge", flip),
  repository("allowUpdateBranch", "allow_update_branch", flip),
  repository("deleteBranchOnMerge", "delete_branch_on_merge", flip),
  repository("webCommitSignoffRequired", "web_commit_signoff_required", flip),
  scanning("secretScanning", "secret_scanning"),
  scanning("secretScanningPushProtection", "secret_scanning_push_protection"),
  repository("squashMergeCommitTitle", "squash_merge_commit_title", exactly("PR_TITLE"), squashTexts),
  repository("squashMergeCommitMessage", "squash_merge_commit_message", exactly("PR_BODY"), squashTexts),
];
/** Off at GitHub as long as a program says nothing of them, and so held by the plugin. */
const unsaid: readonly Mutation[] = [
  repository(
    "homepageUrl",
    "homepage",
    word((it) => `https://${it}.example.com`),
  ),
  repository("hasWiki", "has_wiki", flip),
  repository("hasProjects", "has_projects", flip),
  repository("hasDiscussions", "has_discussions", flip),
  repository("isTemplate", "is_template", flip),
];
/** Where a program turns merge commits off, GitHub takes no texts of them, so nobody could repair any. */
const mergeSettings: readonly Mutation[] = [
  repository("mergeCommitTitle", "merge_commit_title", exactly("PR_TITLE"), mergeTexts),
  repository("mergeCommitMessage", "merge_commit_message", exactly("PR_BODY"), mergeTexts),
];

/** Terraform's provider reads what a program declares; the pool holds the same. */
const declared = ({ inputs }: Standing, all: readonly Mutation[]): readonly Mutation[] =>
  all.filter(({ path }) => inputs[path.split(".")[0] ?? path] !== undefined);

export const githubRepository: Table = {
  mutations: (at) => [
    ...declared(at, [...repositorySettings, ...(at.inputs["allowMergeCommit"] === false ? [] : mergeSettings)]),
    ...unsaid,
  ],
  seenBy: { name: "nothing: Terraform's provider reads by the old name, which GitHub redirects, and keeps it" },
  fixed: {
    autoInit: "read at creation only",
    mergeCommitTitle: "GitHub takes it only while merge commits are allowed, and here they are not",
    mergeCommitMessage: "GitHub takes it only while merge commits are allowed, and here they are not",
  },
};

const environmentPath = ({ inputs }: Standing): string =>
  `/environments/${encodeURIComponent(String(inputs["environment"]))}`;

/** GitHub REST: a variable of an environment. */
const variable = settingsOf({
  read: async (vendors, at) => asObject(await repositoryCall(vendors, at, "GET", variablePath(at))),
  write: (vendors, at, changes) => repositoryCall(vendors, at, "PATCH", variablePath(at), changes),
});
const variablePath = (at: Standing): string => `${environmentPath(at)}/variables/${String(at.inputs["variableName"])}`;

export const githubVariable: Table = {
  mutations: () => [variable("value", "value", word())],
  fixed: {
    repository: "part of its id",
    environment: "part of its id",
    variableName: "part of its id",
  },
};

/**
 * GitHub never tells a secret, only when it was last set. Terraform's provider keeps that time (`remoteUpdatedAt`), but
 * plans nothing from it (6.13.0, `diffSecret`: it asks for a change of a computed attribute, of which a plan has none).
 */
export const githubSecret: Table = {
  mutations: () => [],
  seenBy: { value: "nothing: the plugin keeps GitHub's updated_at as remoteUpdatedAt and plans nothing from it" },
  fixed: {
    repository: "part of its id",
    environment: "part of its id",
    secretName: "part of its id",
  },
};

const filePath = ({ inputs }: Standing): string => `/contents/${String(inputs["file"])}`;

/** A commit of the stranger's own. */
const content: Mutation = mutation(
  "content",
  {
    read: async (vendors, at) => {
      const path = `${filePath(at)}?ref=${String(at.inputs["branch"])}`;
      const file = asObject(await repositoryCall(vendors, at, "GET", path));
      return Buffer.from(String(file["content"]), "base64").toString("utf8");
    },
    change: async (vendors, at, now, random) => {
      const { branch } = at.inputs;
      const { sha } = asObject(await repositoryCall(vendors, at, "GET", `${filePath(at)}?ref=${String(branch)}`));
      const changed = Buffer.from(`${now}# drift ${random.below(1e9)}\n`).toString("base64");
      const body = { message: "Quick fix", content: changed, sha, branch };
      await repositoryCall(vendors, at, "PUT", filePath(at), body);
    },
  },
  { may: ["commitMessage", "commitAuthor", "commitEmail"] },
);

export const githubFile: Table = {
  mutations: () => [content],
  fixed: {
    repository: "part of its id",
    branch: "part of its id",
    file: "part of its id",
    commitMessage: "of the next commit: nothing to change at the vendor",
    overwriteOnCreate: "read at creation only",
  },
};

const waitTimer = between(1, 43_200);

/** GitHub REST, "Create or update an environment": what is not sent is taken away. */
const environment = (
  path: string,
  key: string,
  other: (now: unknown, random: Parameters<typeof waitTimer>[1]) => unknown,
  more: More = {},
): Mutation =>
  mutation(
    path,
    {
      read: async (vendors, at) => valueAt(await environmentBody(vendors, at), key) ?? null,
      change: async (vendors, at, now, random) => {
        const body = { ...(await environmentBody(vendors, at)), [key]: other(now, random) };
        await repositoryCall(vendors, at, "PUT", environmentPath(at), body);
      },
    },
    more,
  );

/** An environment as it must be sent so that nothing of it changes. */
async function environmentBody(vendors: Vendors, at: Standing): Promise<Json> {
  const told = asObject(await repositoryCall(vendors, at, "GET", environmentPath(at)));
  const rules = Array.isArray(told["protection_rules"]) ? told["protection_rules"].map(asObject) : [];
  const of = (type: string) => rules.find((rule) => rule["type"] === type);
  const reviewers = of("required_reviewers")?.["reviewers"];
  return {
    wait_timer: of("wait_timer")?.["wait_timer"] ?? 0,
    prevent_self_review: of("required_reviewers")?.["prevent_self_review"] ?? false,
    reviewers: Array.isArray(reviewers)
      ? reviewers.map((each) => ({ type: valueAt(each, "type"), id: valueAt(each, "reviewer.id") }))
      : [],
    deployment_branch_policy: told["deployment_branch_policy"],
    can_admins_bypass: told["can_admins_bypass"],
  };
}

export const githubEnvironment: Table = {
  mutations: (at) =>
    declared(at, [
      environment("canAdminsBypass", "can_admins_bypass", flip),
      environment("waitTimer", "wait_timer", waitTimer),
      environment("reviewers", "reviewers", exactly([])),
      environment("preventSelfReview", "prevent_self_review", flip),
      // Its own patterns go with it.
      environment(
        "deploymentBranchPolicy",
        "deployment_branch_policy",
        exactly({ protected_branches: true, custom_branch_policies: false }),
        {
          alone: true,
          echoes: ["github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy"],
        },
      ),
    ]),
  fixed: { repository: "part of its id", environment: "part of its id" },
};

const policyPath = (at: Standing): string =>
  `${environmentPath(at)}/deployment-branch-policies/${at.id.split(":").at(-1)}`;
const pattern = (path: string): Mutation =>
  settingsOf({
    read: async (vendors, at) => asObject(await repositoryCall(vendors, at, "GET", policyPath(at))),
    write: (vendors, at, changes) => repositoryCall(vendors, at, "PUT", policyPath(at), changes),
  })(
    path,
    "name",
    word((it) => `release/${it}`),
  );

export const githubDeploymentPolicy: Table = {
  mutations: (at) => declared(at, [pattern("branchPattern"), pattern("tagPattern")]),
  fixed: { repository: "part of its id", environment: "part of its id" },
};
