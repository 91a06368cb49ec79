import { z } from "zod";

// Vercel REST: the closed body of `POST /v13/deployments`.

const id = z.union([z.string(), z.number()]);
const sha = z.string().optional();
const gitSource = z.union([
  z.object({ type: z.enum(["github", "github-limited"]), repoId: id, ref: z.string(), sha }),
  z.object({ type: z.enum(["github", "github-limited"]), org: z.string(), repo: z.string(), ref: z.string(), sha }),
  z.object({ type: z.literal("gitlab"), projectId: id, ref: z.string(), sha }),
  z.object({
    type: z.literal("bitbucket"),
    repoUuid: z.string(),
    workspaceUuid: z.string().optional(),
    ref: z.string(),
    sha,
  }),
  z.object({ type: z.literal("bitbucket"), owner: z.string(), slug: z.string(), ref: z.string(), sha }),
]);

/** Not in the description, but Vercel's own command line sends a file's POSIX mode with it. */
const mode = z.int().optional();
const file = z.union([
  z.strictObject({ file: z.string(), data: z.string(), encoding: z.enum(["base64", "utf-8"]).optional(), mode }),
  z.strictObject({ file: z.string(), sha: z.string().regex(/^[0-9a-f]{40}$/), size: z.int().min(0).optional(), mode }),
]);
/** Likewise what else `vercel deploy` says of itself, and its `--env` and `--build-env`. */
const variables = z.record(z.string(), z.string());
const ofCommandLine = {
  version: z.literal(2).optional(),
  source: z.string().optional(),
  env: variables.optional(),
  build: z.object({ env: variables.optional() }).optional(),
};

export const deploymentSchema = z.strictObject({
  name: z.string(),
  project: z.string().optional(),
  target: z.string().optional(),
  customEnvironmentSlugOrId: z.string().optional(),
  /** Redeploys this one. */
  deploymentId: z.string().optional(),
  gitSource: gitSource.optional(),
  files: z.array(file).optional(),
  meta: z.record(z.string(), z.string().max(65_536)).optional(),
  gitMetadata: z.looseObject({}).optional(),
  projectSettings: z.looseObject({}).optional(),
  withLatestCommit: z.boolean().optional(),
  monorepoManager: z.string().nullable().optional(),
  buildMachine: z.literal("turbo").optional(),
  gitAccessToken: z.string().optional(),
  ...ofCommandLine,
});

export type NewDeployment = z.output<typeof deploymentSchema>;
