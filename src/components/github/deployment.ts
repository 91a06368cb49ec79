import { ActionsEnvironmentSecret } from "@pulumi/github/actionsEnvironmentSecret.js";
import { ActionsEnvironmentVariable } from "@pulumi/github/actionsEnvironmentVariable.js";
import type * as pulumi from "@pulumi/pulumi";
import { Component, type Rules } from "../component.ts";

/** What jobs on GitHub read inside one GitHub environment of this stack: secrets and variables, and nothing else of the repository. */
export class Deployment extends Component {
  constructor(
    name: string,
    args: {
      readonly repository: pulumi.Input<string>;
      readonly environment: pulumi.Input<string>;
      readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
      readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
    },
    rules: Rules,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("groundplan:index:Deployment", name, {}, rules, opts);
    const { repository, environment } = args;

    for (const [secretName, value] of Object.entries(args.secrets)) {
      new ActionsEnvironmentSecret(
        this.named("secret", secretName),
        { repository, environment, secretName, value },
        this.child,
      );
    }
    for (const [variableName, value] of Object.entries(args.variables)) {
      new ActionsEnvironmentVariable(
        this.named("variable", variableName),
        { repository, environment, variableName, value },
        this.child,
      );
    }
    this.registerOutputs();
  }
}
