import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { refuseBeforeOwner } from "../../../src/ops/owner.ts";
import { github } from "../../support/github.ts";
import { definition, parse, type StackName, stacks } from "../../support/platform.ts";

/** This repository, whose file of production says that it is the owner. */
const project = join(import.meta.dirname, "../../..");
const own = "/repos/shop-org/shop/environments/staging";
const previews = "/repos/shop-org/shop/environments/preview";

/** What a stack says before its `up`, once these paths stand at GitHub. */
async function refused(on: "main" | "both", standing: readonly string[], stack: StackName = "staging") {
  const release = { staging: { on }, production: { approval: false } };
  const spec = parse({ stack, definition: { ...definition, release }, data: stacks[stack] });
  const environment = await github(Object.fromEntries(standing.map((path) => [path, {}])));
  return refuseBeforeOwner({ project }, { spec, session: { environment } }).then(
    () => "goes up",
    ({ problem, fix }) => `${problem} | ${fix}`,
  );
}

describe("a stack that does not own the repository", () => {
  it("waits for its environment", async () => {
    expect(await refused("main", [])).toBe(
      'has no environment "staging", into which the stack staging writes its jobs\' secrets and variables; the stack production, which owns the repository, declares what is missing; nothing was changed | npx groundplan up --stack production, then: npx groundplan up --stack staging',
    );
    expect(await refused("main", [own])).toBe("goes up");
  });

  it("waits for that of pull requests too, where they are deployed to it", async () => {
    expect(await refused("both", [own])).toContain('has no environment "preview", into which the stack staging');
    expect(await refused("both", [])).toContain('has no environment "staging" and "preview", into which');
    expect(await refused("both", [own, previews])).toBe("goes up");
  });
});

it("the stack that owns the repository waits for nobody", async () => {
  expect(await refused("both", [], "production")).toBe("goes up");
});
