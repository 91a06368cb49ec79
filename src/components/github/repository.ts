import { ActionsRepositoryOidcSubjectClaimCustomizationTemplate } from "@pulumi/github/actionsRepositoryOidcSubjectClaimCustomizationTemplate.js";
import { ActionsRepositoryPermissions } from "@pulumi/github/actionsRepositoryPermissions.js";
import { BranchDefault } from "@pulumi/github/branchDefault.js";
import { DependabotSecret } from "@pulumi/github/dependabotSecret.js";
import { IssueLabel } from "@pulumi/github/issueLabel.js";
import { Repository as GitRepository } from "@pulumi/github/repository.js";
import { RepositoryDependabotSecurityUpdates } from "@pulumi/github/repositoryDependabotSecurityUpdates.js";
import { RepositoryEnvironment } from "@pulumi/github/repositoryEnvironment.js";
import { RepositoryEnvironmentDeploymentPolicy } from "@pulumi/github/repositoryEnvironmentDeploymentPolicy.js";
import { RepositoryFile } from "@pulumi/github/repositoryFile.js";
import { RepositoryRuleset } from "@pulumi/github/repositoryRuleset.js";
import { RepositoryVulnerabilityAlerts } from "@pulumi/github/repositoryVulnerabilityAlerts.js";
import { TeamRepository } from "@pulumi/github/teamRepository.js";
import { WorkflowRepositoryPermissions } from "@pulumi/github/workflowRepositoryPermissions.js";
import type * as pulumi from "@pulumi/pulumi";
import { incidentLabel } from "../../spec/governance.ts";
import { everyEnvironment, type GitHubEnvironmentSpec, type RepositorySpec } from "../../spec/repository.ts";
import { Component, type Rules } from "../component.ts";
import { allowedActions } from "./allowed-actions.ts";
import { rulesetsOf } from "./rulesets.ts";

/** A file that the platform keeps in the repository. */
export interface RepositoryContent {
  readonly path: string;
  readonly content: string;
}

/** Ids of teams, each once the team may read the repository. */
type Readers = ReadonlyMap<number, pulumi.Output<number>>;

/** The repository, its rules, its files, and every GitHub environment. Declared by the one stack that owns it. */
export class Repository extends Component {
  /** The repository's name, once it is there. */
  readonly repositoryName: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  /** Name of each GitHub environment, once it is there, by that name. */
  readonly environmentNames: ReadonlyMap<string, pulumi.Output<string>>;

  constructor(
    name: string,
    args: {
      readonly spec: RepositorySpec;
      readonly files: readonly RepositoryContent[];
      /** Every action that a workflow may name, e.g. `actions/checkout`. */
      readonly actions: readonly string[];
      /** What Dependabot's own runs read, by name: they get no other secret. */
      readonly updateSecrets: Readonly<Record<string, pulumi.Output<string>>>;
    },
    rules: Rules,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("groundplan:index:Repository", name, {}, rules, opts);
    const { spec, files, actions } = args;

    const repository = this.repository(spec);
    for (const { role, args } of rulesetsOf(spec)) {
      new RepositoryRuleset(this.named(role), { ...args, repository: repository.name }, this.child);
    }
    this.securityUpdates(repository.name);
    for (const [secretName, value] of Object.entries(args.updateSecrets)) {
      const secret = { repository: repository.name, secretName, value };
      new DependabotSecret(this.named("dependabot", secretName), secret, this.child);
    }
    this.jobs(spec, repository.name, actions);
    for (const label of [incidentLabel, ...spec.labels]) this.label(repository.name, label);
    const branch = this.defaultBranch(spec, repository.name);
    for (const file of files) this.file(branch, repository.name, file);
    const readers = this.readers(spec, repository.name);
    this.environmentNames = new Map(
      everyEnvironment(spec).map((each) => [each.name, this.environment(each, repository.name, readers)]),
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
        allowAutoMerge: true,
        allowUpdateBranch: true,
        deleteBranchOnMerge: true,
        ...secretScanning(spec),
      },
      this.stateful,
    );
  }

  /** Alerts of weak dependencies, and pull requests that update them. */
  private securityUpdates(repository: pulumi.Output<string>): void {
    // Said although it is the default: the plugin takes a default that drifted for the new default, and repairs nothing.
    const alerts = new RepositoryVulnerabilityAlerts(
      this.named("vulnerability", "alerts"),
      { repository, enabled: true },
      this.child,
    );
    new RepositoryDependabotSecurityUpdates(
      this.named("security", "updates"),
      { repository: alerts.repository, enabled: true }, // after the alerts: GitHub REST answers 422 without them
      this.child,
    );
  }

  /** What jobs may do: actions of known owners at a commit, a token that reads, no approval of pull requests. */
  private jobs(spec: RepositorySpec, repository: pulumi.Output<string>, actions: readonly string[]): void {
    new ActionsRepositoryPermissions(
      this.named("actions"),
      {
        repository,
        enabled: true,
        allowedActions: "selected",
        allowedActionsConfig: allowedActions(actions),
        shaPinningRequired: true,
      },
      this.child,
    );
    new WorkflowRepositoryPermissions(
      this.named("actions", "token"),
      { repository, defaultWorkflowPermissions: "read", canApprovePullRequestReviews: false },
      this.child,
    );
    new ActionsRepositoryOidcSubjectClaimCustomizationTemplate(
      this.named("actions", "subject"),
      { repository, useDefault: false, includeClaimKeys: [...spec.oidcClaims] },
      this.child,
    );
  }

  /** One resource a label: the plugin's list of labels would delete those that people made. */
  private label(repository: pulumi.Output<string>, label: RepositorySpec["labels"][number]): void {
    new IssueLabel(this.named("label", slug(label.name)), { repository, ...label }, this.child);
  }

  /** The branch that files stand on. GitHub begins a repository with `main`, so another name is given to that one. */
  private defaultBranch({ defaultBranch }: RepositorySpec, repository: pulumi.Output<string>): pulumi.Input<string> {
    if (defaultBranch === "main") return defaultBranch;
    return new BranchDefault(
      this.named("default", "branch"),
      { repository, branch: defaultBranch, rename: true, waitForRename: true },
      this.child,
    ).branch;
  }

  private file(
    branch: pulumi.Input<string>,
    repository: pulumi.Output<string>,
    file: RepositoryContent,
  ): RepositoryFile {
    return new RepositoryFile(
      this.named("file", slug(file.path)),
      {
        repository,
        branch,
        file: file.path,
        content: file.content,
        commitMessage: `Update ${file.path}`,
        overwriteOnCreate: true,
      },
      this.child,
    );
  }

  /**
   * Gives each team that approves the repository to read: GitHub leaves one that has not got it out of an environment's
   * reviewers, and says nothing. @returns the teams' ids, each once the team may read.
   */
  private readers({ environments }: RepositorySpec, repository: pulumi.Output<string>): Readers {
    const approvers = environments.flatMap((environment) => environment.approvers);
    const teams = new Map(approvers.flatMap((one) => ("team" in one ? [[one.team, one.name] as const] : [])));
    return new Map(
      [...teams].map(([team, name]) => {
        const args = { repository, teamId: String(team), permission: "pull" };
        // More than to read is for people to give.
        const grant = new TeamRepository(this.named("team", name), args, {
          ...this.child,
          ignoreChanges: ["permission"],
        });
        return [team, grant.teamId.apply(Number)];
      }),
    );
  }

  private environment(
    spec: GitHubEnvironmentSpec,
    repository: pulumi.Output<string>,
    readers: Readers,
  ): pulumi.Output<string> {
    const users = spec.approvers.flatMap((one) => ("user" in one ? [one.user] : []));
    const teams = spec.approvers.flatMap((one) => ("team" in one ? (readers.get(one.team) ?? []) : []));
    const reviewers = { ...(users.length > 0 ? { users } : {}), ...(teams.length > 0 ? { teams } : {}) };
    const environment = new RepositoryEnvironment(
      this.named("environment", spec.name),
      {
        repository,
        environment: spec.name,
        canAdminsBypass: false,
        waitTimer: spec.waitMinutes,
        deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
        ...(spec.approvers.length > 0 ? { reviewers: [reviewers], preventSelfReview: true } : {}),
      },
      this.child,
    );
    const policy = (role: string, pattern: { branchPattern: string } | { tagPattern: string }) =>
      new RepositoryEnvironmentDeploymentPolicy(
        this.named("environment", spec.name, role),
        { repository, environment: environment.environment, ...pattern },
        this.child,
      );
    for (const branchPattern of spec.branches) policy(`branch-${branchPattern}`, { branchPattern });
    for (const tagPattern of spec.tags) policy(`tag-${tagPattern}`, { tagPattern });
    return environment.environment;
  }
}

/** A text as a part of a logical name. */
const slug = (text: string): string => text.replaceAll(/[^A-Za-z0-9]+/g, "-").replace(/^-/, "");

/** GitHub: free for public repositories, for others only where Secret Protection was bought; 422 else. */
function secretScanning({ visibility, secretProtection }: RepositorySpec) {
  const isPublic = visibility === "public";
  if (!isPublic && !secretProtection) return {};
  const on = { status: "enabled" };
  const licence = isPublic ? {} : { advancedSecurity: on };
  return { securityAndAnalysis: { ...licence, secretScanning: on, secretScanningPushProtection: on } };
}
