import * as pulumi from "@pulumi/pulumi";

/**
 * GitHub's provider, with an owner and nothing else. The SDK's own class copies GITHUB_TOKEN and GITHUB_BASE_URL from
 * the environment into its inputs, and so into state; without them the plugin reads them at Configure, every time anew.
 */
export class GitHubProvider extends pulumi.ProviderResource {
  constructor(name: string, args: { readonly owner: string }, opts?: pulumi.ResourceOptions) {
    super("github", name, { owner: args.owner }, { version: "6.15.0", ...opts });
  }
}
