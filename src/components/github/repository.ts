import { Repository as GitRepository } from "@pulumi/github/repository.js";
import { RepositoryEnvironment } from "@pulumi/github/repositoryEnvironment.js";
import { RepositoryEnvironmentDeploymentPolicy } from "@pulumi/github/repositoryEnvironmentDeploymentPolicy.js";
import { RepositoryFile } from "@pulumi/github/repositoryFile.js";
import { RepositoryRuleset } from "@pulumi/github/repositoryRuleset.js";
import { RepositoryVulnerabilityAlerts } from "@pulumi/github/repositoryVulnerabilityAlerts.js";
import type * as pulumi from "@pulumi/pulumi";
import type { GitHubEnvironmentSpec, RepositorySpec } from "../../spec/repository.ts";
import { Component, type Rules } from "../component.ts";

/** A file that the platform keeps in the repository. */
export interface RepositoryContent {
  readonly path: string;
  readonly content: string;
}

/** GitHub's number of the repository role "admin" (REST, ruleset bypass actors). */
const adminRole = 5;
/** GitHub's number of the app "GitHub Actions": a required check counts only when it comes from there. */
const actionsApp = 15368;

/** The repository, its rules, its files, and every stack's GitHub environment. Declared by the one stack that owns it. */
export class Repository extends Component {
  /** The repository's name, once it is there. */
  readonly repositoryName: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  /** Name of each GitHub environment by stack, once it is there. */
  readonly environmentNames: ReadonlyMap<string, pulumi.Output<string>>;

  constructor(
    name: string,
    args: { readonly spec: RepositorySpec; readonly files: readonly RepositoryContent[] },
    rules: Rules,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("groundplan:index:Repository", name, {}, rules, opts);
    const { spec, files } = args;

    const repository = this.repository(spec);
    this.mainRules(spec, repository.name);
    this.vulnerabilityAlerts(repository.name);
    for (const file of files) this.file(spec, repository.name, file);
    this.environmentNames = new Map(
      spec.environments.map((each) => [each.stack, this.environment(each, repository.name)]),
    );

    this.repositoryName = repository.name;
    this.url = repository.htmlUrl;
    this.registerOutputs({ name: this.repositoryName, url: this.url });
  }

  private repository(spec: RepositorySpec): GitRepository {
    return new GitRepository(
      this.name,
      {
        name: spec.name,
        description: spec.description,
        visibility: spec.visibility,
        topics: [...spec.topics],
        autoInit: true, // a file needs a branch to stand on
        hasIssues: true,
        allowMergeCommit: false,
        allowRebaseMerge: false,
        allowSquashMerge: true,
        allowUpdateBranch: true,
        deleteBranchOnMerge: true,
      },
      this.stateful,
    );
  }

  /** No push past a pull request; its reviews and checks. Administrators may pass, as this program commits the files below. */
  private mainRules(spec: RepositorySpec, repository: pulumi.Output<string>): RepositoryRuleset {
    const checks = spec.requiredChecks.map((context) => ({ context, integrationId: actionsApp }));
    return new RepositoryRuleset(
      this.named("main"),
      {
        repository,
        name: spec.defaultBranch,
        target: "branch",
        enforcement: "active",
        conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
        bypassActors: [{ actorId: adminRole, actorType: "RepositoryRole", bypassMode: "always" }],
        rules: {
          deletion: true,
          nonFastForward: true,
          requiredLinearHistory: true,
          pullRequest: {
            requiredApprovingReviewCount: spec.approvals,
            dismissStaleReviewsOnPush: true,
            requiredReviewThreadResolution: true,
          },
          ...(checks.length > 0
            ? { requiredStatusChecks: { requiredChecks: checks, strictRequiredStatusChecksPolicy: true } }
            : {}),
        },
      },
      this.child,
    );
  }

  private vulnerabilityAlerts(repository: pulumi.Output<string>): RepositoryVulnerabilityAlerts {
    // Said although it is the default: the plugin takes a default that drifted for the new default, and repairs nothing.
    const args = { repository, enabled: true };
    return new RepositoryVulnerabilityAlerts(this.named("vulnerability", "alerts"), args, this.child);
  }

  private file(spec: RepositorySpec, repository: pulumi.Output<string>, file: RepositoryContent): RepositoryFile {
    return new RepositoryFile(
      this.named("file", file.path.replaceAll(/[^A-Za-z0-9]+/g, "-").replace(/^-/, "")),
      {
        repository,
        branch: spec.defaultBranch,
        file: file.path,
        content: file.content,
        commitMessage: `Update ${file.path}`,
        overwriteOnCreate: true,
      },
      this.child,
    );
  }

  private environment(spec: GitHubEnvironmentSpec, repository: pulumi.Output<string>): pulumi.Output<string> {
    const users = spec.approverUsers.length > 0 ? { users: [...spec.approverUsers] } : {};
    const teams = spec.approverTeams.length > 0 ? { teams: [...spec.approverTeams] } : {};
    const approvers = { ...users, ...teams };
    const environment = new RepositoryEnvironment(
      this.named("environment", spec.stack),
      {
        repository,
        environment: spec.name,
        canAdminsBypass: false,
        waitTimer: spec.waitMinutes,
        deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
        ...(Object.keys(approvers).length > 0 ? { reviewers: [approvers], preventSelfReview: true } : {}),
      },
      this.child,
    );
    const policy = (role: string, pattern: { branchPattern: string } | { tagPattern: string }) =>
      new RepositoryEnvironmentDeploymentPolicy(
        this.named("environment", spec.stack, role),
        { repository, environment: environment.environment, ...pattern },
        this.child,
      );
    for (const branchPattern of spec.branches) policy(`branch-${branchPattern}`, { branchPattern });
    for (const tagPattern of spec.tags) policy(`tag-${tagPattern}`, { tagPattern });
    return environment.environment;
  }
}
