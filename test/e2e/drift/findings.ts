import type { Picked } from "./draw.ts";
import { overlaps } from "./paths.ts";

/** A step of a preview: what would happen to a resource, and the property paths that differ. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly properties: readonly string[];
}

export interface Findings {
  /** Each change with what of it the preview did not name; none: found. */
  readonly changes: readonly { readonly pick: Picked; readonly missed: readonly string[] }[];
  /** What the preview named although nobody changed it: `<resource>: <path>`. */
  readonly extra: readonly string[];
}

/** Steps of the operation itself, not of the reading before it; a replacement counts by the step that names why. */
export const differing = (steps: readonly Step[]): Step[] =>
  steps.filter(({ op }) => !["same", "refresh", "read", "delete-replaced"].includes(op));

/** Holds what a preview names against what was changed. */
export function findingsIn(steps: readonly Step[], picks: readonly Picked[]): Findings {
  const told = differing(steps);
  const namesOf = (urn: string) => told.filter((step) => step.urn === urn).flatMap(({ properties }) => properties);
  return {
    changes: picks.map((pick) => ({
      pick,
      missed: pick.mutation.names.filter((path) => !namesOf(pick.standing.urn).some((named) => overlaps(named, path))),
    })),
    extra: told.flatMap(({ op, urn, properties }) =>
      (properties.length === 0 ? [`(${op})`] : properties)
        .filter((path) => !picks.some((pick) => accountsFor(pick, urn, path)))
        .map((path) => `${nameOf(urn)}: ${path}`),
    ),
  };
}

/** Whether a change is a reason for this path of this resource to differ. */
function accountsFor({ standing, mutation }: Picked, urn: string, path: string): boolean {
  if (mutation.echoes.some((type) => urn.includes(`$${type}::`))) return true;
  return standing.urn === urn && [...mutation.names, ...mutation.may].some((named) => overlaps(named, path));
}

/** `overview-web-project (vercel Project)` */
export function nameOf(urn: string): string {
  const [, , types = "", name = urn] = urn.split("::");
  const [vendor, , kind] = (types.split("$").at(-1) ?? "").split(":");
  return `${name} (${vendor} ${kind})`;
}
