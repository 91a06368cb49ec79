import type { VendorContext } from "../core/vendor.ts";
import { notFound } from "./errors.ts";
import type { Account, GitHubState, Issue, Repository, Team } from "./state.ts";

export type GitHubContext = VendorContext<GitHubState>;

/** GitHub compares names of accounts, repositories, environments, labels and teams without regard to case. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function takeId(state: GitHubState): number {
  state.nextId += 1;
  return state.nextId - 1;
}

/** GitHub's times: UTC, whole seconds. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/**
 * The time of a change to something last changed at `previous`: always later, so that clients that compare
 * `updated_at` (drift of write-only secrets) see a change made within the same second.
 */
export function laterThan(previous: string, now: Date): string {
  return timestamp(new Date(Math.max(now.getTime(), new Date(previous).getTime() + 1000)));
}

export function accountById(state: GitHubState, id: number): Account {
  const account = state.accounts.find((candidate) => candidate.id === id);
  if (!account) throw new Error(`no account ${id} in the state`);
  return account;
}

/** @throws 404 */
export function accountByLogin(state: GitHubState, login: string): Account {
  const account = state.accounts.find((candidate) => sameName(candidate.login, login));
  if (!account) throw notFound();
  return account;
}

/** @throws 404, also when the account is a user */
export function organisation(state: GitHubState, login: string): Account {
  const account = accountByLogin(state, login);
  if (account.type !== "Organization") throw notFound();
  return account;
}

/** Whether the organisation has the user among its members. */
export const isMember = (state: GitHubState, org: Account, userId: number): boolean =>
  userId === state.tokenOwnerId ||
  (state.members ?? []).some((member) => member.orgId === org.id && member.userId === userId);

/** @throws 404 */
export function teamBySlug(state: GitHubState, org: Account, slug: string): Team {
  const team = state.teams.find((candidate) => candidate.orgId === org.id && sameName(candidate.slug, slug));
  if (!team) throw notFound();
  return team;
}

export function repositoryByName(state: GitHubState, owner: string, name: string): Repository | undefined {
  return state.repositories.find(
    (candidate) => sameName(candidate.name, name) && sameName(accountById(state, candidate.ownerId).login, owner),
  );
}

export function fullName(state: GitHubState, repository: Repository): string {
  return `${accountById(state, repository.ownerId).login}/${repository.name}`;
}

/** Issues and pull requests, as they were opened. */
export function issuesOf(state: GitHubState, repository: Repository): readonly Issue[] {
  return state.issues.filter((issue) => issue.repositoryId === repository.id);
}

/** Root of the REST API in answers: GitHub Enterprise Server's form, as clients of any host but github.com use it. */
export function apiRoot(context: GitHubContext): string {
  return `${context.origin}/api/v3`;
}

export function repositoryUrl(context: GitHubContext, repository: Repository): string {
  return `${apiRoot(context)}/repos/${fullName(context.state, repository)}`;
}

/** Pages for people and clone addresses are github.com's own: they hold no port, so they may stand in a program's state. */
export function webUrl(state: GitHubState, repository: Repository): string {
  return `https://github.com/${fullName(state, repository)}`;
}

/** An opaque global id, e.g. `R_kgDOAAGGoQ`. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_kgDO${Buffer.from(String(id)).toString("base64url")}`;
}
