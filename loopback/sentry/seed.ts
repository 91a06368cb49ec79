import { z } from "zod";
import type { Installed, Integration } from "./alerting-state.ts";
import { type SentryContext, slug } from "./http.ts";
import { takeId, timestamp } from "./state.ts";

const id = z.string().regex(/^\d+$/);
const integration = z.discriminatedUnion("provider", [
  z.strictObject({
    provider: z.literal("slack"),
    id: id.optional(),
    name: z.string(),
    channels: z.array(z.strictObject({ id: z.string(), name: z.string() })).default([]),
  }),
  z.strictObject({
    provider: z.literal("pagerduty"),
    id: id.optional(),
    name: z.string(),
    services: z.array(z.strictObject({ id: id.optional(), service: z.string() })).default([]),
  }),
  z.strictObject({
    provider: z.literal("github"),
    id: id.optional(),
    name: z.string(),
    repositories: z.array(z.string().regex(/^[^/]+\/[^/]+$/)).default([]),
  }),
]);

const accountsSchema = z.strictObject({
  organizations: z.array(
    z.strictObject({
      slug: slug(50),
      id: z.string().regex(/^\d+$/).optional(),
      name: z.string().optional(),
      teams: z.array(slug(50)).default([]),
      integrations: z.array(integration).default([]),
    }),
  ),
});

/** Organisations and what they have installed, which only a person can make, and teams of theirs. What is there already stays. */
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
    for (const one of given.integrations) {
      const known = (there: Integration) =>
        there.orgId === org.id && there.installed.provider === one.provider && there.name === one.name;
      if (state.integrations.some(known)) continue;
      const installed = install(context, one);
      state.integrations.push({ id: one.id ?? takeId(state), orgId: org.id, name: one.name, installed });
    }
  }
}

/** PagerDuty's rows have keys of their own, which nobody but Sentry sends with. */
function install(context: SentryContext, given: z.output<typeof integration>): Installed {
  if (given.provider === "slack") return { provider: given.provider, channels: given.channels };
  if (given.provider === "github") return { provider: given.provider, repositories: given.repositories };
  const services = given.services.map((row) => ({
    id: row.id ?? takeId(context.state),
    service: row.service,
    key: context.secret(context.id(32, "0123456789abcdef")),
  }));
  return { provider: given.provider, services };
}
