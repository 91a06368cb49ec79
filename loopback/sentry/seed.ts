import { z } from "zod";
import { type SentryContext, slug } from "./http.ts";
import { takeId, timestamp } from "./state.ts";

const accountsSchema = z.strictObject({
  organizations: z.array(
    z.strictObject({
      slug: slug(50),
      id: z.string().regex(/^\d+$/).optional(),
      name: z.string().optional(),
      teams: z.array(slug(50)).default([]),
    }),
  ),
});

/** Organisations, which only a person can make, and teams of theirs. What is there already stays. */
export function seedOrganizations(context: SentryContext, accounts: unknown): void {
  const { state } = context;
  const dateCreated = timestamp(context.now());
  for (const given of accountsSchema.parse(accounts).organizations) {
    let org = state.organizations.find((candidate) => candidate.slug === given.slug);
    if (!org) {
      org = { id: given.id ?? takeId(state), slug: given.slug, name: given.name ?? given.slug, dateCreated };
      state.organizations.push(org);
    }
    for (const team of given.teams) {
      if (state.teams.some((known) => known.orgId === org.id && known.slug === team)) continue;
      state.teams.push({ id: takeId(state), orgId: org.id, slug: team, name: team, dateCreated });
    }
  }
}
