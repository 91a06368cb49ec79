/** GitHub's own owners, which it allows by a switch of their own. */
const githubOwned = ["actions", "github"];

/**
 * The actions that jobs may use, as GitHub's settings say them: GitHub's own, and the owners of those that workflows name.
 * By owner and not by action, because a composite action brings actions of its owner's with it. The repository's own are
 * always allowed.
 * @param actions e.g. `actions/checkout`
 */
export const allowedActions = (actions: readonly string[]) => ({
  githubOwnedAllowed: true,
  verifiedAllowed: false,
  patternsAlloweds: [...new Set(actions.map((action) => action.split("/")[0] ?? action))]
    .filter((owner) => !githubOwned.includes(owner))
    .map((owner) => `${owner}/*`)
    .toSorted(),
});
