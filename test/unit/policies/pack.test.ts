import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rulesDocument } from "../../../policies/document.ts";
import { exemptions } from "../../../policies/exemptions.ts";
import { rules } from "../../../policies/pack.ts";
import { policiesOf } from "../../../policies/policy.ts";

const policies = join(import.meta.dirname, "../../../policies");
const names = rules.map(({ name }) => name).sort();

describe("the pack", () => {
  it("holds every file of rules/ under the file's name, once", () => {
    const files = readdirSync(join(policies, "rules")).map((file) => file.replace(/\.ts$/, ""));
    expect(names).toEqual(files.sort());
  });

  it("has a test for every rule", () => {
    const tests = readdirSync(join(import.meta.dirname, "rules")).map((file) => file.replace(/\.test\.ts$/, ""));
    expect(tests.sort()).toEqual(names);
  });

  // The names of the rules are pinned there: none comes or goes without a line of this document.
  it("is what RULES.md says", async () => {
    await expect(rulesDocument(rules, exemptions)).toMatchFileSnapshot(join(policies, "RULES.md"));
  });

  it("lists exemptions in RULES.md with their reasons", () => {
    const exemption = { rule: "a-rule", urn: "urn:pulumi:staging::overview::*::auth", reason: "because a | b" };
    const document = rulesDocument(rules, [exemption]);
    expect(document).toMatch(/\| a-rule +\| `urn:pulumi:staging::overview::\*::auth` \| all +\| because a \\\| b +\|/);
  });

  it("makes every rule over resources mandatory, with a severity and a way out", () => {
    for (const policy of policiesOf(rules, exemptions)) {
      expect(policy).toMatchObject({ severity: expect.any(String), remediationSteps: expect.stringMatching(/\.$/) });
      if ("validateResource" in policy)
        expect([policy.name, policy.enforcementLevel]).toEqual([policy.name, "mandatory"]);
    }
  });
});
