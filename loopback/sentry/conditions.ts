import { randomInt } from "node:crypto";
import type { Condition, ConditionGroup, Owner } from "./alerting-state.ts";
import { invalidFields } from "./errors.ts";
import type { SentryContext } from "./http.ts";
import { takeId } from "./state.ts";

interface Given {
  readonly logicType: string;
  readonly conditions: readonly {
    readonly type: string;
    readonly comparison: unknown;
    readonly conditionResult: unknown;
  }[];
}

/** A group with new conditions; the group itself keeps its id where it had one. */
export function newGroup({ state }: SentryContext, given: Given, id?: string): ConditionGroup {
  const conditions = given.conditions.map(({ type, comparison, conditionResult }) => ({
    id: takeId(state),
    type,
    comparison,
    conditionResult,
  }));
  return { id: id ?? takeId(state), logicType: given.logicType, conditions };
}

export function groupView(orgId: string, { id, logicType, conditions }: ConditionGroup) {
  return { id, organizationId: orgId, logicType, conditions: shuffled<Condition>(conditions), actions: [] };
}

/** Sentry tells conditions and actions in no order. */
export function shuffled<T>(all: readonly T[]): T[] {
  const left = [...all];
  return all.flatMap(() => left.splice(randomInt(left.length), 1));
}

/** `team:12` of this organisation, or `user:3`. @throws 400 */
export function ownerOf({ state }: SentryContext, orgId: string, given: string | null | undefined): Owner | null {
  if (!given) return null;
  const [type, id = ""] = given.split(":");
  if (type === "user") return { type, id };
  if (!state.teams.some((team) => team.id === id && team.orgId === orgId)) {
    throw invalidFields({ owner: ["Team does not exist"] });
  }
  return { type: "team", id };
}
