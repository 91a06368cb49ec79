import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pins } from "../../../toolchain/cache.mjs";
import { installPlugins } from "../../../toolchain/ensure.ts";
import { emptyFolder } from "./support.ts";

describe("installing plugins into a PULUMI_HOME", () => {
  const folderIn = (home: string) => join(home, "plugins", `resource-github-v${pins.githubPlugin.version}`);

  it("links the executable where the engine looks for it", async () => {
    const home = join(await emptyFolder(), "not there yet");
    installPlugins({ githubPlugin: "/cache/pulumi-resource-github" }, home);
    expect(readdirSync(folderIn(home))).toEqual(["pulumi-resource-github"]);
    expect(readlinkSync(join(folderIn(home), "pulumi-resource-github"))).toBe("/cache/pulumi-resource-github");
  });

  it("leaves a right link alone and replaces one to another engine's", async () => {
    const home = await emptyFolder();
    const link = join(folderIn(home), "pulumi-resource-github");
    installPlugins({ githubPlugin: "/old/pulumi-resource-github" }, home);
    const before = lstatSync(link).ino;
    installPlugins({ githubPlugin: "/old/pulumi-resource-github" }, home);
    expect(lstatSync(link).ino).toBe(before);
    installPlugins({ githubPlugin: "/new/pulumi-resource-github" }, home);
    expect(readlinkSync(link)).toBe("/new/pulumi-resource-github");
    expect(readdirSync(folderIn(home))).toEqual(["pulumi-resource-github"]);
  });
});
