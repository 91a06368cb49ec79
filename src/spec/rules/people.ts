import { universe } from "../build.ts";
import { strangers } from "../people.ts";
import type { Rule } from "./rule.ts";

/** Everybody who approves is declared: in this stack, and in each stack whose GitHub environment this one declares. */
export const peopleRule: Rule = ({ definition, settings, context }) => {
  if (definition === undefined || settings === undefined) return [];
  const declared = settings.owner ? universe(settings, context) : new Map([[context.stack, settings]]);
  return [...declared].flatMap(([stack, { deployments }]) =>
    strangers(deployments.approvers, definition.repository.people, stack, context),
  );
};
