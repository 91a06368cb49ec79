import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { PlatformSpec } from "../../../src/spec/platform.ts";
import { previewSecrets, workflowFiles } from "../../../src/workflows/pipelines.ts";
import { mobileEverywhere, productNames, productSpec } from "./products.ts";

const fileOf = (spec: PlatformSpec, name: string) => {
  const content = workflowFiles(spec).find(({ path }) => path.endsWith(`/${name}`))?.content;
  return content === undefined ? undefined : parse(content);
};
const building = (profiles: object) =>
  productSpec("preset", {}, {}, { mobile: { root: "apps/mobile", easCli: "24.8.0", profiles } });

describe("eas-build", () => {
  it("is there for a mobile app, and for nothing else", () => {
    const builders = productNames.filter((name) =>
      workflowFiles(productSpec(name)).some(({ path }) => path.includes("/eas-")),
    );
    expect(builders).toEqual(["preset"]);
  });

  it("builds each profile at its time, in its environment, and any of them by hand", () => {
    const { on, jobs } = fileOf(productSpec("preset"), "eas-build.yml");
    const options = ["development", "preview", "production"];
    expect(on).toEqual({
      push: { branches: ["main"], tags: ["app-v*"] },
      workflow_dispatch: {
        inputs: { profile: { description: "the profile of eas.json", required: true, options, type: "choice" } },
      },
    });
    expect(
      Object.entries<{ if: string; environment: string }>(jobs).map(([id, one]) => [id, one.environment, one.if]),
    ).toEqual([
      ["build-development", "staging", "inputs.profile == 'development'"],
      [
        "build-preview",
        "staging",
        "inputs.profile == 'preview' || (github.event_name == 'push' && github.ref_type == 'branch')",
      ],
      [
        "build-production",
        "production",
        "inputs.profile == 'production' || (github.event_name == 'push' && github.ref_type == 'tag')",
      ],
    ]);
  });

  it("queues by a script of package.json, and that step alone has the token", () => {
    const { steps } = fileOf(productSpec("preset"), "eas-build.yml").jobs["build-preview"];
    const token = "${{ secrets.EXPO_TOKEN }}";
    expect(steps.at(-1)).toEqual({
      name: "queue preview for android",
      env: { EXPO_TOKEN: token },
      run: "npm run mobile:build -- --profile preview --platform android --non-interactive --no-wait",
    });
    expect(steps.at(-2).with).toEqual({
      ...{ "eas-version": "24.8.0", packager: "npm", "eas-cache": false, "patch-watchers": false },
    });
    expect(JSON.stringify(steps.slice(0, -1))).not.toContain("secrets.");
  });

  it("starts on what its profiles name alone", () => {
    const on = (profiles: object) => fileOf(building(profiles), "eas-build.yml").on;
    expect(on({ a: {} })).toEqual({ workflow_dispatch: expect.anything() });
    expect(on({ a: { on: "main" } }).push).toEqual({ branches: ["main"] });
    expect(on({ a: { on: "tag", stage: "live" } }).push).toEqual({ tags: ["app-v*"] });
  });

  it("ends an older build of a branch or tag for a newer one, and none for what is asked for by hand", () => {
    expect(fileOf(productSpec("preset"), "eas-build.yml").concurrency).toEqual({
      group: "${{ github.workflow }}-${{ github.ref }}-${{ github.event_name }}",
      "cancel-in-progress": true,
    });
  });

  it("of pull requests shares no file with what gets into production's environment", () => {
    const proposed = fileOf(mobileEverywhere(), "eas-preview.yml");
    expect(proposed.on).toEqual({ pull_request: { branches: ["main"] } });
    expect(Object.keys(proposed.jobs)).toEqual(["build-preview"]);
    expect(proposed.jobs["build-preview"]).toMatchObject({
      environment: "preview",
      if: expect.stringContaining("head.repo.full_name == github.repository"),
    });
    expect(Object.keys(fileOf(mobileEverywhere(), "eas-build.yml").jobs)).toEqual([
      "build-development",
      "build-production",
    ]);
    expect(fileOf(productSpec("preset"), "eas-preview.yml")).toBeUndefined();
  });

  it("of pull requests puts the token into their environment, whichever stack asks, and else it is not there", () => {
    const own = mobileEverywhere();
    const other = { ...own, repository: { ...own.repository, environments: [] } };
    expect([...previewSecrets(own)]).toContain("EXPO_TOKEN");
    expect([...previewSecrets(other)]).toContain("EXPO_TOKEN");
    expect([...previewSecrets(productSpec("overview"))]).not.toContain("EXPO_TOKEN");
  });

  it("is left out where the platform gives a reason, and on a stack that does not own the repository", () => {
    const without = { "eas-build": { reason: "the app is built by EAS Workflows itself" } };
    expect(fileOf(productSpec("preset", { without }), "eas-build.yml")).toBeUndefined();
    const preset = productSpec("preset");
    const other = { ...preset, repository: { ...preset.repository, environments: [] } };
    expect(fileOf(other, "eas-build.yml")).toBeUndefined();
  });
});
