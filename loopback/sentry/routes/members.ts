import type { Context } from "hono";
import { z } from "zod";
import { invalidFields, notFound, refuse } from "../errors.ts";
import { listAnswer, organizationOf, param, type Route, readFields, type SentryContext } from "../http.ts";
import { type Member, type SentryState, takeId, timestamp } from "../state.ts";

const role = z.enum(["billing", "member", "manager", "owner", "admin"]);
const teamRoles = z.array(z.object({ teamSlug: z.string(), role: z.string().nullish() })).nullish();
const memberBody = z.object({
  email: z.email("Enter a valid email address.").max(75),
  orgRole: role.default("member"),
  teamRoles,
});
const memberChange = z.object({ orgRole: role.optional(), teamRoles });

/** Who is in an organisation: here everybody stays invited, as nobody opens the mail. */
export function memberRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  const own = (c: Context) => state.members.filter(({ orgId }) => orgId === organizationOf(c, context).id);
  const find = (c: Context): Member => {
    const found = own(c).find(({ id }) => id === param(c, "member"));
    if (!found) throw notFound();
    return found;
  };
  route("GET organizations/:org/members/", (c) => listAnswer(c, context, own(c).map(memberSummary)));
  route("POST organizations/:org/members/", async (c) => {
    const org = organizationOf(c, context);
    const body = await readFields(c, memberBody);
    const email = body.email.toLowerCase();
    if (own(c).some((one) => one.email === email))
      throw refuse(409, `The user ${email} is already a member of this organization.`);
    const teamIds = teamsOf(state, org.id, body.teamRoles ?? []);
    const start = { id: takeId(state), orgId: org.id, email, dateCreated: timestamp(context.now()) };
    const member: Member = { ...start, role: body.orgRole, teamIds };
    state.members.push(member);
    context.changed();
    return c.json(memberView(state, member), 201);
  });
  route("GET organizations/:org/members/:member/", (c) => c.json(memberView(state, find(c))));
  route("PUT organizations/:org/members/:member/", async (c) => {
    const member = find(c);
    const body = await readFields(c, memberChange);
    const teamIds = body.teamRoles ? teamsOf(state, member.orgId, body.teamRoles) : member.teamIds;
    Object.assign(member, { teamIds, role: body.orgRole ?? member.role });
    context.changed();
    return c.json(memberView(state, member));
  });
  route("DELETE organizations/:org/members/:member/", (c) => {
    const member = find(c);
    state.members = state.members.filter((one) => one !== member);
    context.changed();
    return c.body(null, 204);
  });
}

/** @throws 400 for a team that is not there */
function teamsOf(state: SentryState, orgId: string, given: readonly { readonly teamSlug: string }[]): string[] {
  return given.map(({ teamSlug }) => {
    const team = state.teams.find((one) => one.orgId === orgId && one.slug === teamSlug);
    if (!team) throw invalidFields({ teamRoles: ["Invalid team slug"] });
    return team.id;
  });
}

/** Of one who has not come yet: no user, the address is the name. */
const memberSummary = ({ id, email, role: orgRole, dateCreated }: Member) => ({
  id,
  email,
  name: email,
  orgRole,
  user: null,
  pending: true,
  expired: false,
  flags: {
    "idp:provisioned": false,
    "idp:role-restricted": false,
    "sso:linked": false,
    "sso:invalid": false,
    "member-limit:restricted": false,
    "partnership:restricted": false,
  },
  dateCreated,
  inviteStatus: "approved",
  inviterName: null,
});

/** A member as Sentry tells one. */
export function memberView(state: SentryState, member: Member): object {
  const slugs = member.teamIds.flatMap((id) => state.teams.find((team) => team.id === id)?.slug ?? []);
  return {
    ...memberSummary(member),
    role: member.role,
    roleName: member.role,
    teams: slugs,
    teamRoles: slugs.map((teamSlug) => ({ teamSlug, role: null })),
    invite_link: null,
    isOnlyOwner: false,
    orgRoleList: [],
    teamRoleList: [],
  };
}
