import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { project } from "./project.ts";
import { projectDomain } from "./project-domain.ts";
import { projectEnvironmentVariable } from "./project-environment-variable.ts";

const version = "0.1.0";

/** An explicit provider instance; token and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: { readonly team?: pulumi.Input<string> } = {}, opts?: pulumi.ResourceOptions) {
    super("vercel", name, args, opts);
  }
}

export const Project = resourceClass(pulumi, project, version);
export type Project = InstanceType<typeof Project>;

export const ProjectEnvironmentVariable = resourceClass(pulumi, projectEnvironmentVariable, version);
export type ProjectEnvironmentVariable = InstanceType<typeof ProjectEnvironmentVariable>;

export const ProjectDomain = resourceClass(pulumi, projectDomain, version);
export type ProjectDomain = InstanceType<typeof ProjectDomain>;
