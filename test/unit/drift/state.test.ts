import { describe, expect, it } from "vitest";
import { standingOf } from "../../e2e/drift/state.ts";

const urnOf = (type: string, name: string) => `urn:pulumi:local::overview::${type}::${name}`;
const instance = { urn: urnOf("pulumi:providers:github", "github"), custom: true, type: "pulumi:providers:github" };
const resource = (name: string) => ({
  urn: urnOf("github:index/repository:Repository", name),
  custom: true,
  type: "github:index/repository:Repository",
  id: name,
  inputs: { name },
  provider: `${instance.urn}::0-1-2`,
});
const checkpoint = (...resources: readonly object[]) => ({ checkpoint: { latest: { resources } } });

describe("what stands, read from a state file", () => {
  it("is every resource at a vendor, with what its provider was told", () => {
    const component = { urn: urnOf("groundplan:index:App", "web"), custom: false, type: "groundplan:index:App" };
    const github = { ...instance, inputs: { owner: "acme" } };
    const { custom: _, ...told } = resource("web");
    expect(standingOf(checkpoint(component, github, resource("web")))).toEqual([
      { ...told, outputs: {}, provider: { owner: "acme" } },
    ]);
  });

  it("has one order, whatever the engine made first: a seed must draw the same again", () => {
    const names = (...all: readonly string[]) => standingOf(checkpoint(...all.map(resource))).map(({ id }) => id);
    expect(names("b", "c", "a")).toEqual(["a", "b", "c"]);
    expect(names("a", "b", "c")).toEqual(["a", "b", "c"]);
  });

  it("is refused where it is no state", () => {
    expect(() => standingOf({})).toThrow("expected a list of objects");
  });
});
