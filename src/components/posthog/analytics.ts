import { Project, Provider } from "@pulumi/posthog";
import type * as pulumi from "@pulumi/pulumi";
import type { AnalyticsSpec } from "../../spec/monitoring.ts";
import { Component, type Rules } from "../component.ts";

export { Provider as PostHogProvider };

/** Product analytics: a project and the key that applications send events with. */
export class Analytics extends Component {
  /** What applications send events with; public. */
  readonly key: pulumi.Output<string>;
  /** Where browsers send events. */
  readonly host: string;
  readonly projectId: pulumi.Output<number>;

  constructor(
    name: string,
    args: {
      readonly spec: AnalyticsSpec;
      /** Addresses of the applications, for web analytics. */
      readonly appUrls: readonly string[];
    },
    rules: Rules,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("groundplan:index:Analytics", name, {}, rules, opts);
    const { spec, appUrls } = args;

    const project = new Project(
      this.named("project"),
      { name: spec.projectName, timezone: spec.timezone, appUrls: [...appUrls] },
      this.stateful,
    );

    this.key = project.apiToken;
    this.host = spec.ingestHost;
    this.projectId = project.projectId;
    this.registerOutputs({ key: this.key, host: this.host });
  }
}
