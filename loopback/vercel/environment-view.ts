import { domainView } from "./domain-view.ts";
import type { Context, StoredEnvironment } from "./state.ts";

/** A custom environment as the API shows it, with the domains that serve it. */
export function environmentView(environment: StoredEnvironment, { state }: Context): object {
  const { projectId: _, branchMatcher, description, ...shown } = environment;
  return {
    ...shown,
    type: "preview",
    ...(description !== "" && { description }),
    ...(branchMatcher && { branchMatcher }),
    domains: state.domains.filter(({ customEnvironmentId }) => customEnvironmentId === environment.id).map(domainView),
  };
}
