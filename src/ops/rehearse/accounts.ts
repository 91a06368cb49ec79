import type { PlatformSpec } from "../../spec/platform.ts";

/**
 * What only a person makes at the vendors and a stack expects to find: organisations, teams, people who approve. One
 * entry a vendor, as its control route `POST seed` takes it.
 */
export function accountsOf(spec: PlatformSpec): Readonly<Record<string, object>> {
  const { repository, apps, database, errors, analytics, title } = spec;
  const approvers = repository.environments.flatMap((environment) => environment.approvers);
  const users = new Set(approvers.flatMap((one) => ("user" in one ? [one.user] : [])));
  const teams = new Set(approvers.flatMap((one) => ("team" in one ? [one.team] : [])));
  return {
    github: {
      organizations: [{ login: repository.owner }],
      users: [...users].map((id) => ({ id, login: `approver-${id}`, member: repository.owner })),
      teams: [...teams].map((id) => ({ id, org: repository.owner, name: `approvers-${id}` })),
    },
    ...(apps.length === 0 ? {} : { vercel: { teams: vercelTeams(apps.map(({ team }) => team)) } }),
    ...(database === undefined ? {} : { supabase: { organizations: [{ slug: database.organization, name: title }] } }),
    ...(errors === undefined ? {} : { sentry: { organizations: [{ slug: errors.organization }] } }),
    ...(analytics === undefined ? {} : { posthog: { organizations: [{ id: analytics.organization, name: title }] } }),
  };
}

const vercelTeams = (ids: readonly (string | undefined)[]) =>
  [...new Set(ids.filter((id) => id !== undefined))].map((id) => ({
    id,
    slug: id.replace(/^team_/, "").toLowerCase(),
  }));
