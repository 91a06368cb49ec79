import { z } from "zod";
import { invalidRequest, refuse, validationFailed } from "./errors.ts";

const status = z.strictObject({ status: z.enum(["enabled", "disabled"]) });

const securityFeatures = {
  advanced_security: status.optional(),
  code_security: status.optional(),
  secret_scanning: status.optional(),
  secret_scanning_push_protection: status.optional(),
  secret_scanning_ai_detection: status.optional(),
  secret_scanning_non_provider_patterns: status.optional(),
  secret_scanning_validity_checks: status.optional(),
};

/** What a request may say of a repository, at creation and later. Unknown names are ignored, as GitHub does. */
const settingFields = {
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  private: z.boolean().optional(),
  visibility: z.enum(["public", "private", "internal"]).optional(),
  has_issues: z.boolean().optional(),
  has_projects: z.boolean().optional(),
  has_wiki: z.boolean().optional(),
  has_discussions: z.boolean().optional(),
  has_downloads: z.boolean().optional(),
  is_template: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_merge_commit: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
  allow_auto_merge: z.boolean().optional(),
  allow_update_branch: z.boolean().optional(),
  delete_branch_on_merge: z.boolean().optional(),
  squash_merge_commit_title: z.enum(["PR_TITLE", "COMMIT_OR_PR_TITLE"]).optional(),
  squash_merge_commit_message: z.enum(["PR_BODY", "COMMIT_MESSAGES", "BLANK"]).optional(),
  merge_commit_title: z.enum(["PR_TITLE", "MERGE_MESSAGE"]).optional(),
  merge_commit_message: z.enum(["PR_BODY", "PR_TITLE", "BLANK"]).optional(),
};

export const creationBody = z.object({
  ...settingFields,
  name: z.string().min(1).max(100),
  auto_init: z.boolean().optional(),
  gitignore_template: z.string().nullish(),
  license_template: z.string().nullish(),
});

export const updateBody = z.object({
  ...settingFields,
  name: z.string().min(1).max(100).optional(),
  default_branch: z.string().optional(),
  archived: z.boolean().optional(),
  allow_forking: z.boolean().optional(),
  web_commit_signoff_required: z.boolean().optional(),
  security_and_analysis: z.object(securityFeatures).nullish(),
});

export type SettingsChange = Omit<z.output<typeof updateBody>, "name">;
type Security = Record<keyof typeof securityFeatures, "enabled" | "disabled">;

export interface RepositorySettings {
  description: string | null;
  homepage: string | null;
  visibility: "public" | "private" | "internal";
  default_branch: string;
  archived: boolean;
  has_issues: boolean;
  has_projects: boolean;
  has_wiki: boolean;
  has_discussions: boolean;
  has_downloads: boolean;
  is_template: boolean;
  allow_forking: boolean;
  web_commit_signoff_required: boolean;
  allow_squash_merge: boolean;
  allow_merge_commit: boolean;
  allow_rebase_merge: boolean;
  allow_auto_merge: boolean;
  allow_update_branch: boolean;
  delete_branch_on_merge: boolean;
  squash_merge_commit_title: "PR_TITLE" | "COMMIT_OR_PR_TITLE";
  squash_merge_commit_message: "PR_BODY" | "COMMIT_MESSAGES" | "BLANK";
  merge_commit_title: "PR_TITLE" | "MERGE_MESSAGE";
  merge_commit_message: "PR_BODY" | "PR_TITLE" | "BLANK";
  security: Security;
}

export function defaultSettings(visibility: RepositorySettings["visibility"]): RepositorySettings {
  const scanning = visibility === "public" ? "enabled" : "disabled";
  return {
    description: null,
    homepage: null,
    visibility,
    default_branch: "main",
    archived: false,
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_discussions: false,
    has_downloads: true,
    is_template: false,
    allow_forking: visibility === "public",
    web_commit_signoff_required: false,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    allow_update_branch: false,
    delete_branch_on_merge: false,
    squash_merge_commit_title: "COMMIT_OR_PR_TITLE",
    squash_merge_commit_message: "COMMIT_MESSAGES",
    merge_commit_title: "MERGE_MESSAGE",
    merge_commit_message: "PR_TITLE",
    security: {
      advanced_security: "disabled",
      code_security: "disabled",
      secret_scanning: scanning,
      secret_scanning_push_protection: scanning,
      secret_scanning_ai_detection: "disabled",
      secret_scanning_non_provider_patterns: "disabled",
      secret_scanning_validity_checks: "disabled",
    },
  };
}

/**
 * The settings after a change, or a refusal (422).
 * @param own who owns the repository, and the branches that it has
 */
export function changeSettings(
  before: RepositorySettings,
  change: SettingsChange,
  own: { byOrganisation: boolean; branches: readonly string[] },
): RepositorySettings {
  const { private: isPrivate, security_and_analysis, description, homepage, ...rest } = change;
  refuseVisibility(before, change);
  const visibility =
    rest.visibility ?? (isPrivate === undefined ? before.visibility : isPrivate ? "private" : "public");
  if (
    rest.default_branch !== undefined &&
    rest.default_branch !== before.default_branch &&
    !own.branches.includes(rest.default_branch)
  ) {
    throw validationFailed({
      resource: "Repository",
      field: "default_branch",
      code: "invalid",
      message: `The branch ${rest.default_branch} was not found. Please push that ref first or create it via the Git Data API.`,
    });
  }
  if (
    rest.allow_forking !== undefined &&
    !(own.byOrganisation && visibility !== "public") &&
    rest.allow_forking !== before.allow_forking
  ) {
    throw refuse(422, "Allow forks can only be changed on org-owned private repositories");
  }
  const after: RepositorySettings = {
    ...before,
    ...known(before, rest),
    visibility,
    description: description === undefined ? before.description : description || null,
    homepage: homepage === undefined ? before.homepage : homepage || null,
    security: changeSecurity(before.security, security_and_analysis ?? {}, visibility),
  };
  refuseMergeOptions(after, change);
  return after;
}

function refuseVisibility(before: RepositorySettings, change: SettingsChange): void {
  // Terraform's GitHub provider depends on this very text.
  if (change.visibility === before.visibility) throw refuse(422, `Visibility is already ${before.visibility}.`);
}

function changeSecurity(
  before: Security,
  change: Partial<Record<keyof Security, { status: "enabled" | "disabled" } | undefined>>,
  visibility: RepositorySettings["visibility"],
): Security {
  const after = { ...before };
  for (const [feature, value] of Object.entries(change)) if (value) after[feature as keyof Security] = value.status;
  if (visibility === "public" && change.advanced_security) {
    throw refuse(422, "Advanced security is always available for public repositories.");
  }
  if (visibility !== "public" && after.advanced_security === "disabled" && after.secret_scanning === "enabled") {
    if (change.secret_scanning) throw refuse(422, "Secret scanning is not available for this repository.");
  }
  return after;
}

const squashPairs = [
  "PR_TITLE/PR_BODY",
  "PR_TITLE/BLANK",
  "PR_TITLE/COMMIT_MESSAGES",
  "COMMIT_OR_PR_TITLE/COMMIT_MESSAGES",
];
const mergePairs = ["PR_TITLE/PR_BODY", "PR_TITLE/BLANK", "MERGE_MESSAGE/PR_TITLE"];

function refuseMergeOptions(after: RepositorySettings, change: SettingsChange): void {
  const problems: string[] = [];
  if (!after.allow_merge_commit && !after.allow_squash_merge && !after.allow_rebase_merge) {
    problems.push("Sorry, you need to allow at least one merge strategy.");
  }
  if (!squashPairs.includes(`${after.squash_merge_commit_title}/${after.squash_merge_commit_message}`)) {
    problems.push(
      "Sorry, this is an invalid combination of squash_merge_commit_title and squash_merge_commit_message.",
    );
  }
  if (!mergePairs.includes(`${after.merge_commit_title}/${after.merge_commit_message}`)) {
    problems.push("Sorry, this is an invalid combination of merge_commit_title and merge_commit_message.");
  }
  if (!after.allow_squash_merge && (change.squash_merge_commit_title ?? change.squash_merge_commit_message)) {
    problems.push("squash_merge_commit_title and squash_merge_commit_message need allow_squash_merge.");
  }
  if (!after.allow_merge_commit && (change.merge_commit_title ?? change.merge_commit_message)) {
    problems.push("merge_commit_title and merge_commit_message need allow_merge_commit.");
  }
  if (problems.length > 0) throw invalidRequest(...problems);
}

/** Of a change what is a setting (a creation's body holds more) and is said at all. */
function known(before: RepositorySettings, change: object): Partial<RepositorySettings> {
  return Object.fromEntries(
    Object.entries(change).filter(([name, value]) => Object.hasOwn(before, name) && value !== undefined),
  );
}
