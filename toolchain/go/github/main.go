// Command pulumi-resource-github is the Pulumi plugin of the GitHub provider, bridged from the
// Terraform provider at run time. Pulumi's own build of the plugin additionally embeds documentation
// and hand-written names; programs that use the @pulumi/github SDK need neither.
package main

import (
	"github.com/integrations/terraform-provider-github/v6/github"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

const (
	// The Terraform provider's version in go.mod, sent in its User-Agent.
	terraformVersion = "6.13.0"
	// The version of @pulumi/github that is built on it.
	pluginVersion = "6.15.0"
)

func main() {
	info := tfbridge.ProviderInfo{
		P:            shimv2.NewProvider(github.NewProvider(terraformVersion, "none")()),
		Name:         "github",
		Version:      pluginVersion,
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}
	info.MustComputeTokens(tokens.SingleModule("github_", "index", tokens.MakeStandard("github")))
	tfbridge.Main("github", pluginVersion, info, []byte(`{"name":"github","version":"`+pluginVersion+`"}`))
}
