import { z } from "zod";

/** GitHub's repository roles that may be let past a rule. */
const repositoryRoles = ["write", "maintain", "admin"] as const;

/** A GitHub ref pattern: `*` stands for anything but a slash. */
const tagPattern = z
  .string()
  .regex(/^(?!refs\/)[^\s~^:?[\\]{1,200}$/, "must be a tag pattern such as v*, without refs/tags/");

const codeOwner = /^(?:@[A-Za-z0-9][A-Za-z0-9-]*(?:\/[A-Za-z0-9][\w-]*)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/;

const label = z.strictObject({
  name: z.string().min(1).max(50),
  color: z.string().regex(/^[0-9a-f]{6}$/, "must be six hexadecimal digits in lower case, without #"),
  description: z.string().max(100, "GitHub takes at most 100 characters").default(""),
});

/** What workflows and people go by: a failed night opens an issue with it, and so does the incident form. */
export const incidentLabel = {
  name: "incident",
  color: "b60205",
  description: "Something that customers notice, or would",
} as const;

/** How the repository is governed, the same in every environment. */
export const governanceDefinition = {
  secretProtection: z
    .boolean()
    .default(false)
    .describe("whether a private repository has bought GitHub Secret Protection; public ones have it for nothing"),
  signedCommits: z.boolean().default(false).describe("whether the default branch takes signed commits only"),
  releaseTags: z
    .strictObject({
      patterns: z.array(tagPattern).default(["v*"]).describe("tags of releases: never moved, never deleted"),
      creators: z
        .array(z.enum(repositoryRoles))
        .min(1)
        .default(["maintain", "admin"])
        .describe(`the roles that may make one: ${repositoryRoles.join(", ")}`),
    })
    .prefault({}),
  codeOwners: z
    .array(
      z.strictObject({
        // GitHub Docs, "CODEOWNERS syntax": a line with ! or [ ] is skipped.
        pattern: z.string().regex(/^[^\s!#[\]]+$/, "must be a path pattern such as /src/ or *.sql, without ! and [ ]"),
        owners: z
          .array(z.string().regex(codeOwner, "must be @user, @organization/team or an e-mail address"))
          .min(1)
          .describe("who reviews it"),
      }),
    )
    .default([])
    .describe("who must review what; the last pattern that matches counts"),
  updates: z
    .strictObject({
      directories: z
        .array(z.string().regex(/^\//, "must begin with /"))
        .min(1)
        .default(["/"])
        .describe("where package.json files are"),
      cooldownDays: z.int().min(0).max(90).default(7).describe("days that a new version must have been out, 0 to 90"),
    })
    .prefault({})
    .describe("weekly pull requests with new versions of packages and actions"),
  securityContact: z
    .union([z.email(), z.url({ protocol: /^https$/ })])
    .optional()
    .describe("where weaknesses are reported, an e-mail address or an https address"),
  labels: z
    .array(label)
    .superRefine((labels, context) => {
      const names = [incidentLabel.name, ...labels.map(({ name }) => name.toLowerCase())];
      for (const [index, { name }] of labels.entries()) {
        // GitHub: a label's name is taken in whatever case.
        if (names.indexOf(name.toLowerCase()) === index + 1) continue;
        context.addIssue({ code: "custom", path: [index, "name"], message: `the label "${name}" is there already` });
      }
    })
    .default([])
    .describe("labels beside GitHub's own and incident"),
  oidcClaims: z
    .array(z.string().regex(/^[a-z][a-z_]*$/, "must be a claim such as job_workflow_ref"))
    .min(1)
    .default(["repo", "context", "job_workflow_ref"])
    .describe("claims in the subject of a job's OIDC token: what a cloud that trusts it can tell jobs apart by"),
} as const;

export interface GovernanceSpec {
  readonly secretProtection: boolean;
  readonly signedCommits: boolean;
  readonly releaseTags: {
    readonly patterns: readonly string[];
    readonly creators: readonly (typeof repositoryRoles)[number][];
  };
  readonly codeOwners: readonly { readonly pattern: string; readonly owners: readonly string[] }[];
  readonly updates: { readonly directories: readonly string[]; readonly cooldownDays: number };
  readonly securityContact?: string | undefined;
  readonly labels: readonly { readonly name: string; readonly color: string; readonly description: string }[];
  readonly oidcClaims: readonly string[];
}
