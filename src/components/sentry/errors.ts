import type * as pulumi from "@pulumi/pulumi";
import { Provider, SentryKey, SentryProject, SentryTeam } from "@pulumi/sentry";
import type { ErrorsSpec } from "../../spec/monitoring.ts";
import { Component, type Rules } from "../component.ts";

export { Provider as SentryProvider };

/** Error tracking: a team, its project, and the key that applications send errors with. */
export class Errors extends Component {
  /** Where applications send errors; public. */
  readonly dsn: pulumi.Output<string>;
  readonly url: string;

  constructor(name: string, args: { readonly spec: ErrorsSpec }, rules: Rules, opts: pulumi.ComponentResourceOptions) {
    super("groundplan:index:Errors", name, {}, rules, opts);
    const { spec } = args;

    const team = this.team(spec);
    const project = this.project(spec, team);
    this.dsn = this.key(spec, project).dsnPublic;

    this.url = `https://${spec.organization}.sentry.io/projects/${spec.project}/`;
    this.registerOutputs({ dsn: this.dsn, url: this.url });
  }

  private team({ organization, team }: ErrorsSpec): SentryTeam {
    return new SentryTeam(this.named("team"), { organization, name: team, slug: team }, this.child);
  }

  private project({ organization, project, platform }: ErrorsSpec, team: SentryTeam): SentryProject {
    return new SentryProject(
      this.named("project"),
      {
        organization,
        teams: team.slug.apply((slug) => [slug]),
        name: project,
        slug: project,
        platform,
        defaultKey: false, // the key below is the only one, so that it can be rotated
      },
      this.stateful,
    );
  }

  private key({ organization }: ErrorsSpec, project: SentryProject): SentryKey {
    return new SentryKey(this.named("key"), { organization, project: project.slug, name: "application" }, this.child);
  }
}
