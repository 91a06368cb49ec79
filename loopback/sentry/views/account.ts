import type { Organization, SentryState, Team } from "../state.ts";

const letterAvatar = { avatarType: "letter_avatar", avatarUuid: null, avatarUrl: null };

export const access = [
  "org:read",
  "org:integrations",
  "team:read",
  "team:write",
  "team:admin",
  "project:read",
  "project:write",
  "project:admin",
  "project:releases",
  "alerts:read",
  "alerts:write",
];

export function organizationView(org: Organization): object {
  return {
    id: org.id,
    slug: org.slug,
    status: { id: "active", name: "active" },
    name: org.name,
    dateCreated: org.dateCreated,
    isEarlyAdopter: false,
    require2FA: false,
    avatar: letterAvatar,
    // As on sentry.io: an organisation's data lives in its region.
    links: { organizationUrl: `https://${org.slug}.sentry.io`, regionUrl: "https://us.sentry.io" },
    hasAuthProvider: false,
    allowMemberInvite: true,
    allowMemberProjectCreation: true,
    allowSuperuserAccess: false,
    features: [],
    access,
  };
}

export function teamView(team: Team): object {
  return {
    id: team.id,
    slug: team.slug,
    name: team.name,
    dateCreated: team.dateCreated,
    isMember: true,
    teamRole: null,
    flags: { "idp:provisioned": false },
    access,
    hasAccess: true,
    isPending: false,
    memberCount: 1,
    avatar: letterAvatar,
  };
}

/** A team inside a project. */
export function teamReference({ id, name, slug }: Team): { id: string; name: string; slug: string } {
  return { id, name, slug };
}

export function teamsOf(state: SentryState, teamIds: readonly string[]): Team[] {
  return teamIds.flatMap((id) => state.teams.find((team) => team.id === id) ?? []);
}
