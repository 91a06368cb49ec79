import type { Condition } from "./expression.ts";
import { type ActionStep, action } from "./step.ts";

/** Files that a run keeps. Whoever may read the repository may read them. */
export interface Artifact {
  readonly name: string;
  /** The folder or file, from the checkout. */
  readonly path: string;
  /** Days until GitHub deletes it, 1 to 90. */
  readonly keepDays: number;
}

/** Keeps the files; that there are none is an error, unless `ifAny`. */
export const keep = (
  artifact: Artifact,
  details: { readonly ifAny?: boolean; readonly if?: Condition } = {},
): ActionStep => ({
  ...action(
    "actions/upload-artifact",
    {
      name: artifact.name,
      path: artifact.path,
      "retention-days": artifact.keepDays,
      "if-no-files-found": details.ifAny === true ? "ignore" : "error",
      // Files that begin with a dot are left out unless one says so, and .next is one of them.
      "include-hidden-files": false,
    },
    { name: `keep ${artifact.name}`, ...(details.if === undefined ? {} : { if: details.if }) },
  ),
  artifact: { name: artifact.name, direction: "up" },
});

/** Fetches them in a job that needs the one which keeps them. */
export const fetched = (artifact: Artifact): ActionStep => ({
  ...action(
    "actions/download-artifact",
    { name: artifact.name, path: artifact.path },
    { name: `fetch ${artifact.name}` },
  ),
  artifact: { name: artifact.name, direction: "down" },
});
