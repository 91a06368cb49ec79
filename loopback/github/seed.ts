import { z } from "zod";
import {
  accountByLogin,
  fullName,
  type GitHubContext,
  isMember,
  issuesOf,
  organisation,
  sameName,
  takeId,
  timestamp,
} from "./lookup.ts";
import { openIssue } from "./routes/issues.ts";
import { slugOf } from "./routes/teams.ts";

const account = z.strictObject({
  login: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/),
  id: z.number().int().positive().optional(),
  name: z.string().optional(),
});
const accountsSchema = z.strictObject({
  organizations: z.array(account).default([]),
  users: z.array(account.extend({ member: z.string().optional() })).default([]),
  teams: z
    .array(z.strictObject({ org: z.string(), name: z.string().min(1), id: z.number().int().positive().optional() }))
    .default([]),
  pullRequests: z
    .array(z.strictObject({ repository: z.string(), number: z.number().int().positive(), title: z.string().min(1) }))
    .default([]),
});

/**
 * Organisations, people and teams, which no API of github.com makes, and pull requests, whose own calls are not played:
 * they are there to be commented on. What is there already stays.
 */
export function seedAccounts(context: GitHubContext, accounts: unknown): void {
  const { state } = context;
  const given = accountsSchema.parse(accounts);
  const created_at = timestamp(context.now());
  const add = (type: "Organization" | "User") => (one: z.output<typeof account>) => {
    if (state.accounts.some((known) => sameName(known.login, one.login))) return;
    const id = one.id ?? takeId(state);
    if (state.accounts.some((known) => known.id === id)) throw new Error(`the account id ${id} is taken`);
    state.accounts.push({
      id,
      login: one.login,
      type,
      name: one.name ?? one.login,
      email: null,
      description: null,
      created_at,
    });
  };
  given.organizations.forEach(add("Organization"));
  given.users.forEach(add("User"));
  for (const { login, member } of given.users) {
    if (member === undefined) continue;
    const [org, user] = [organisation(state, member), accountByLogin(state, login)];
    if (!isMember(state, org, user.id)) state.members = [...(state.members ?? []), { orgId: org.id, userId: user.id }];
  }
  for (const team of given.teams) {
    const org = organisation(state, team.org);
    const slug = slugOf(team.name);
    if (state.teams.some((known) => known.orgId === org.id && known.slug === slug)) continue;
    state.teams.push({
      id: team.id ?? takeId(state),
      orgId: org.id,
      name: team.name,
      slug,
      description: null,
      privacy: "closed",
      parentId: null,
      created_at,
      updated_at: created_at,
      members: [],
    });
  }
  for (const { repository: name, number, title } of given.pullRequests) {
    const repository = state.repositories.find((known) => sameName(fullName(state, known), name));
    if (repository === undefined) throw new Error(`there is no repository ${name}`);
    const known = issuesOf(state, repository).find((issue) => issue.number === number);
    if (known?.isPullRequest === false) throw new Error(`number ${number} of ${name} is an issue`);
    if (known === undefined) openIssue(context, repository, { title, body: null, number, isPullRequest: true });
  }
}
