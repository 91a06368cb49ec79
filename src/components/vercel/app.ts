import * as pulumi from "@pulumi/pulumi";
import { Project, ProjectDomain, ProjectEnvironmentVariable, ProjectProtectionBypass, Provider } from "@pulumi/vercel";
import type { AppSpec } from "../../spec/app.ts";
import type { VariableSource, VariableSpec } from "../../spec/variables.ts";
import { Component, type Rules } from "../component.ts";

export { Provider as VercelProvider };

/** A web application: its Vercel project, its domains, its variables. */
export class App extends Component {
  readonly projectId: pulumi.Output<string>;
  readonly url: string | undefined;

  constructor(
    name: string,
    args: {
      readonly spec: AppSpec;
      /** `owner/name` of the repository that Vercel builds on every push; unset where workflows deploy. */
      readonly repository: string | undefined;
      /** Whether a build for production waits until it is promoted: then domains move by that alone. */
      readonly promotes: boolean;
      /** The value behind a variable's reference. */
      readonly valueOf: (source: VariableSource) => pulumi.Input<string>;
    },
    rules: Rules,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("groundplan:index:App", name, {}, rules, opts);
    const { spec } = args;

    const projectId = this.project(spec, args);
    if (spec.ownsProject && spec.previewProtection) this.bypass(projectId);
    this.domains(spec, projectId);
    for (const variable of spec.variables) this.variable(spec, projectId, variable, args.valueOf(variable.source));

    this.projectId = projectId;
    this.url = spec.url;
    this.registerOutputs({ projectId, url: spec.url });
  }

  /** A project of one's own, or the name of the one that another stack owns: Vercel takes a name wherever it takes an id. */
  private project(
    spec: AppSpec,
    { repository, promotes }: { readonly repository: string | undefined; readonly promotes: boolean },
  ): pulumi.Output<string> {
    if (!spec.ownsProject) return pulumi.output(spec.projectName);
    const { id } = new Project(
      this.named("project"),
      {
        name: spec.projectName,
        framework: spec.framework,
        nodeVersion: spec.nodeVersion,
        ...(spec.root === "." ? {} : { rootDirectory: spec.root }),
        ...(spec.buildCommand === undefined ? {} : { buildCommand: spec.buildCommand }),
        ...(spec.installCommand === undefined ? {} : { installCommand: spec.installCommand }),
        ...(spec.outputDirectory === undefined ? {} : { outputDirectory: spec.outputDirectory }),
        ...(spec.functionRegion === undefined
          ? {}
          : { resourceConfig: { functionDefaultRegions: [spec.functionRegion] } }),
        vercelAuthentication: { deploymentType: spec.previewProtection ? "standardProtectionNew" : "none" },
        ...(promotes ? { autoAssignCustomDomains: false } : {}),
        gitProviderOptions: { createDeployments: spec.deploys === "git" },
        ...(repository === undefined ? {} : { gitRepository: { type: "github" as const, repo: repository } }),
      },
      this.stateful,
    );
    return id;
  }

  /** How checks reach a deployment that waits for its domain: only people of the team get in else. */
  private bypass(projectId: pulumi.Output<string>): void {
    const args = { projectId, note: "checks of deployments before they are promoted", isEnvVar: true };
    new ProjectProtectionBypass(this.named("bypass"), args, this.child);
  }

  /** The first host is the application's address; the others redirect to it, so that there is one. */
  private domains(spec: AppSpec, projectId: pulumi.Output<string>): void {
    const [main, ...others] = spec.hosts;
    if (main === undefined) return;
    const first = new ProjectDomain(this.named("domain"), { projectId, domain: main }, this.child);
    for (const [index, domain] of others.entries()) {
      new ProjectDomain(
        this.named("domain", String(index + 2)),
        { projectId, domain, redirect: first.domain, redirectStatusCode: 308 },
        this.child,
      );
    }
  }

  private variable(
    spec: AppSpec,
    projectId: pulumi.Output<string>,
    variable: VariableSpec,
    value: pulumi.Input<string>,
  ): void {
    new ProjectEnvironmentVariable(
      this.named("variable", variable.name),
      { projectId, key: variable.name, value, sensitive: variable.sensitive, targets: [...spec.targets] },
      this.child,
    );
  }
}
