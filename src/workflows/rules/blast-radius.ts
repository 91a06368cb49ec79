import { entered, everyJob, type Rule } from "./rule.ts";

const rehearse = "rehearse it without secrets, or start it on the default branch";

/** A stack is entered through its own GitHub environment, by a pull request through that of pull requests only, and production through one where people approve when the release says so. */
export const blastRadius: Rule = {
  name: "blast-radius",
  check: ({ workflows, spec }) =>
    everyJob(workflows).flatMap(({ workflow, job }) => {
      const { repository, release } = spec;
      const at = { file: workflow.path, line: job.line };
      const previews = repository.previewEnvironment;
      const ofPullRequest = workflow.events.some((event) => event.startsWith("pull_request"));
      const isUnreviewed = ofPullRequest && job.environment !== undefined && job.environment !== previews?.name;
      const keyed = [...new Set(entered(job, spec).map(({ stack }) => stack))];
      const loose = keyed.flatMap((stack) => {
        const own = repository.environments.find((one) => one.stack === stack);
        const environment = ofPullRequest && previews?.stack === stack ? previews : own;
        if (environment === undefined || environment.name === job.environment || isUnreviewed) return [];
        return [
          {
            ...at,
            problem: `job "${job.id}" works on the stack ${stack} in ${job.environment === undefined ? "no environment" : `the environment "${job.environment}"`}: its rules hold nobody back`,
            fix: ofPullRequest && environment === own ? rehearse : `environment: ${environment.name}`,
          },
        ];
      });
      const production = repository.environments.find((one) => one.stack === release.production.stack);
      const isProduction = production !== undefined && job.environment === production.name;
      const unreviewed = isUnreviewed
        ? [
            {
              ...at,
              problem: `job "${job.id}" runs for pull requests in the environment ${job.environment}: what nobody has reviewed would hold its keys`,
              fix: previews === undefined ? rehearse : `environment: ${previews.name}; or ${rehearse}`,
            },
          ]
        : [];
      const unapproved =
        isProduction && release.production.approval && production.approvers.length === 0 && keyed.length > 0
          ? [
              {
                ...at,
                problem: `job "${job.id}" deploys to ${production.name}, where each deployment is approved, and the environment has nobody who could`,
                fix: `deployments.approvers in Pulumi.${production.stack}.yaml`,
              },
            ]
          : [];
      const open =
        job.secrets.length > 0 && job.environment === undefined
          ? [
              {
                ...at,
                problem: `job "${job.id}" reads ${job.secrets.join(", ")} outside of any environment: every workflow on every branch could`,
                fix: "keep the secret in an environment, and name that in the job",
              },
            ]
          : [];
      return [...loose, ...unreviewed, ...unapproved, ...open];
    }),
};
