import type { PlatformSpec } from "../../spec/platform.ts";
import { action, install, type Step } from "../step.ts";

/**
 * The checkout, Node and the packages.
 * @param cached whether packages come from GitHub's cache. Never in a job that deploys: what another run put there would
 * run with its secrets.
 */
export const prepared = (spec: PlatformSpec, { cached }: { readonly cached: boolean }): Step[] => [
  // The token would stay in .git/config, for everything that runs afterwards.
  action("actions/checkout", { "persist-credentials": false }),
  action("actions/setup-node", {
    "node-version": spec.apps[0]?.nodeVersion.replace(/\.x$/, "") ?? "24",
    // A packageManager field in package.json turns the cache on by itself.
    ...(cached ? { cache: "npm" } : { "package-manager-cache": false }),
  }),
  install(),
];
