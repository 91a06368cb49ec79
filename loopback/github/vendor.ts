import { defineVendor } from "../core/vendor.ts";
import { errorBody } from "./errors.ts";
import { presentGitHub } from "./present.ts";
import { mountGitHub } from "./routes/mount.ts";
import { seedAccounts } from "./seed.ts";
import { emptyState, type GitHubState } from "./state.ts";

/** GitHub as GitHub Enterprise Server answers: REST under `/api/v3`, and at the root for clients with any base address. */
export const github = defineVendor<GitHubState>({
  name: "github",
  environment: { token: "GITHUB_TOKEN", endpoint: "GITHUB_BASE_URL" },
  endpointPath: "/api/v3/",
  makeToken: (id) => `ghp_${id(36)}`,
  prefixes: ["/api/v3"],
  secretKeys: ["encrypted_value"],
  headers: ({ limit, remaining, resetAt }) => ({
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-used": String(limit - remaining),
    "x-ratelimit-reset": String(Math.ceil(resetAt.getTime() / 1000)),
    "x-ratelimit-resource": "core",
  }),
  error: (status, message) => errorBody(status, message),
  emptyState,
  seed: seedAccounts,
  present: presentGitHub,
  routes: mountGitHub,
});
