import * as pulumi from "@pulumi/pulumi";

/**
 * GitHub's provider, with an owner and nothing else. The SDK's own class copies GITHUB_TOKEN and GITHUB_BASE_URL from
 * the environment into its inputs, and so into state; without them the plugin reads them at Configure, every time anew.
 */
export class GitHubProvider extends pulumi.ProviderResource {
  /** @param args.patient wait a second between writes, as GitHub asks of its clients; the loopback cloud does not. */
  constructor(
    name: string,
    args: { readonly owner: string; readonly patient: boolean },
    opts?: pulumi.ResourceOptions,
  ) {
    const pace = args.patient ? {} : { writeDelayMs: "0" }; // provider inputs that are no text travel as JSON text
    super("github", name, { owner: args.owner, ...pace }, { version: "6.15.0", ...opts });
  }
}
