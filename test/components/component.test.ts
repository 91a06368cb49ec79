import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Component, laws, type Rules } from "../../src/components/component.ts";
import { plan } from "../support/plan.ts";

/** A part with one child of each kind, under a name that the test gives. */
class Part extends Component {
  constructor(name: string, childName: string, rules: Rules, opts: pulumi.ComponentResourceOptions) {
    super("groundplan:index:Part", name, {}, rules, opts);
    new Thing(childName, this.child);
    new Thing(this.named("data"), this.stateful);
    this.registerOutputs();
  }
}

class Thing extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super("test:index/thing:Thing", name, {}, opts);
  }
}

function build(childName: string, rules: Rules = { protects: true, adopt: {} }) {
  return plan({ project: "shop", stack: "staging" }, async () => {
    const law = laws(rules);
    new Part("shop-part", childName, rules, { transformations: [law.transformation] });
    law.finish();
    return {};
  });
}

describe("a component", () => {
  it("gives its children itself as parent, and protects what holds data", async () => {
    const built = await build("shop-part-thing");
    const part = built.one("groundplan:index:Part", "shop-part");
    expect(built.all("test:index/thing:Thing").map(({ name, parent, protect }) => [name, parent, protect])).toEqual([
      ["shop-part-data", part.urn, true],
      ["shop-part-thing", part.urn, false],
    ]);
  });

  it("protects nothing where data is not protected", async () => {
    const built = await build("shop-part-thing", { protects: false, adopt: {} });
    expect(built.resources.some(({ protect }) => protect)).toBe(false);
  });

  it.each(["thing", "shop-partition", "part-thing"])(
    "refuses a child called %s, as its name does not begin with the parent's",
    async (name) => {
      await expect(build(name)).rejects.toThrow(
        `the logical name "${name}" does not begin with its parent's name "shop-part"`,
      );
    },
  );

  it("may give a child its own name: the type tells them apart", async () => {
    await expect(build("shop-part")).resolves.toBeDefined();
  });

  it("takes over what exists, and says which names to take over nothing has", async () => {
    const built = await build("shop-part-thing", { protects: true, adopt: { "shop-part-thing": "id-1" } });
    expect(built.one("test:index/thing:Thing", "shop-part-thing").importId).toBe("id-1");
    await expect(build("shop-part-thing", { protects: true, adopt: { "shop-part-thin": "id-1" } })).rejects.toThrow(
      'names "shop-part-thin"',
    );
  });
});

describe("a plan", () => {
  it("refuses two resources of one name, as the engine does", async () => {
    const twice = plan({ project: "shop", stack: "staging" }, async () => {
      new Thing("one", {});
      new Thing("one", {});
      return {};
    });
    await expect(twice).rejects.toThrow(/registers .*::one twice/);
  });
});
