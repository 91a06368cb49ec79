import type { Permission } from "../state.ts";

const ranks: readonly Permission[] = ["pull", "triage", "push", "maintain", "admin"];

/** GitHub's other words for the same rights. */
export const roleNames = {
  pull: "read",
  triage: "triage",
  push: "write",
  maintain: "maintain",
  admin: "admin",
} as const;

/** Each right, and whether someone with `permission` has it. */
export function permissionsView(permission: Permission): Record<Permission, boolean> {
  const has = (rank: Permission) => ranks.indexOf(rank) <= ranks.indexOf(permission);
  return {
    pull: has("pull"),
    triage: has("triage"),
    push: has("push"),
    maintain: has("maintain"),
    admin: has("admin"),
  };
}
