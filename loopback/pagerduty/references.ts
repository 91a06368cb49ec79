import { z } from "zod";
import { invalid } from "./refusal.ts";
import type { Context } from "./state.ts";

/** `{ id, type }`, the type with or without `_reference`. */
export const referenceSchema = z.object({ id: z.string(), type: z.string() });
export type Reference = z.output<typeof referenceSchema>;

type Kind = "user" | "schedule" | "escalation_policy" | "team" | "vendor" | "service";

/** What another object shows of an object that it refers to. */
export const reference = (kind: Kind, id: string, summary: string | null, { origin }: Context): object => ({
  id,
  type: `${kind}_reference`,
  summary,
  self: `${origin}/${kind === "escalation_policy" ? "escalation_policies" : `${kind}s`}/${id}`,
  html_url: null,
});

export const teamReferences = (ids: readonly string[], context: Context): object[] =>
  ids.map((id) => reference("team", id, context.state.teams.find((team) => team.id === id)?.name ?? null, context));

/** The ids of the teams that a body names. @throws Refusal for one that is not there */
export function teamIds(teams: readonly Reference[], { state }: Context): string[] {
  const strangers = teams.filter(({ id }) => !state.teams.some((team) => team.id === id));
  if (strangers.length > 0) throw invalid(...strangers.map(({ id }) => `Team ${id} could not be found`));
  return teams.map(({ id }) => id);
}

export function ensureTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw invalid("Time zone is not valid");
  }
}
