import { mutation, type Standing, settingsOf, type Table } from "../mutation.ts";
import { asObject, exactly, flip, longer, oneMore, oneOf, valueAt } from "../values.ts";
import { repositoryCall } from "./github-call.ts";

/** GitHub REST: on by PUT, off by DELETE, and off is told as 404. */
const alerts = mutation(
  "enabled",
  {
    read: async (vendors, at) => {
      try {
        await repositoryCall(vendors, at, "GET", "/vulnerability-alerts");
        return true;
      } catch (error) {
        if (error instanceof Error && "status" in error && error.status === 404) return false;
        throw error;
      }
    },
    change: async (vendors, at, now) => {
      await repositoryCall(vendors, at, now === true ? "DELETE" : "PUT", "/vulnerability-alerts");
    },
  },
  // GitHub Docs: security updates end with the alerts.
  { echoes: ["github:index/repositoryDependabotSecurityUpdates:RepositoryDependabotSecurityUpdates"] },
);

export const githubAlerts: Table = {
  mutations: () => [alerts],
  fixed: { repository: "part of its id" },
};

const updatesPath = "/automated-security-fixes";
const updates = mutation("enabled", {
  read: async (vendors, at) => valueAt(await repositoryCall(vendors, at, "GET", updatesPath), "enabled"),
  // Off only: they cannot be on without alerts, which the same round may have turned off.
  change: async (vendors, at) => {
    await repositoryCall(vendors, at, "DELETE", updatesPath);
  },
});

export const githubSecurityUpdates: Table = {
  mutations: () => [updates],
  fixed: { repository: "part of its id" },
};

/** One of the documents under `/actions`, which are read and put whole. */
const actions = (path: string) =>
  settingsOf({
    read: async (vendors, at) => asObject(await repositoryCall(vendors, at, "GET", `/actions/${path}`)),
    write: async (vendors, at, changes) => {
      const now = asObject(await repositoryCall(vendors, at, "GET", `/actions/${path}`));
      await repositoryCall(vendors, at, "PUT", `/actions/${path}`, { ...now, ...changes });
    },
  });

const permissions = actions("permissions");
const selected = actions("permissions/selected-actions");

export const githubActionsPermissions: Table = {
  mutations: () => [
    // Which actions are selected goes with it.
    permissions("allowedActions", "allowed_actions", oneOf("all", "local_only"), {
      alone: true,
      may: ["allowedActionsConfig"],
    }),
    permissions("enabled", "enabled", flip, { alone: true, may: ["allowedActions", "allowedActionsConfig"] }),
    permissions("shaPinningRequired", "sha_pinning_required", flip),
    selected("allowedActionsConfig.githubOwnedAllowed", "github_owned_allowed", flip),
    selected("allowedActionsConfig.verifiedAllowed", "verified_allowed", flip),
    selected(
      "allowedActionsConfig.patternsAlloweds",
      "patterns_allowed",
      oneMore((owner) => `${owner}/*`),
    ),
  ],
  fixed: { repository: "part of its id" },
};

const token = actions("permissions/workflow");

export const githubWorkflowPermissions: Table = {
  mutations: () => [
    token("defaultWorkflowPermissions", "default_workflow_permissions", oneOf("read", "write")),
    token("canApprovePullRequestReviews", "can_approve_pull_request_reviews", flip),
  ],
  fixed: { repository: "part of its id" },
};

const subject = actions("oidc/customization/sub");

export const githubSubject: Table = {
  mutations: () => [
    subject("useDefault", "use_default", flip, { alone: true, may: ["includeClaimKeys"] }),
    subject("includeClaimKeys", "include_claim_keys", exactly(["repo"])),
  ],
  fixed: { repository: "part of its id" },
};

const labelPath = ({ inputs }: Standing): string => `/labels/${encodeURIComponent(String(inputs["name"]))}`;
const label = settingsOf({
  read: async (vendors, at) => asObject(await repositoryCall(vendors, at, "GET", labelPath(at))),
  write: (vendors, at, changes) => repositoryCall(vendors, at, "PATCH", labelPath(at), changes),
});

export const githubLabel: Table = {
  mutations: () => [
    label("color", "color", oneOf("aabbcc", "00ff00", "112233")),
    label("description", "description", longer),
  ],
  fixed: { repository: "part of its id", name: "part of its id: a renamed label is missing, and is made anew" },
};
