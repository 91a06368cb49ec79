import { describe, expect, it } from "vitest";
import type { Picked } from "../../e2e/drift/draw.ts";
import { findingsIn } from "../../e2e/drift/findings.ts";
import { type More, mutation } from "../../e2e/drift/mutation.ts";
import { standing } from "./standing.ts";

const web = standing("vercel:index/project:Project", "web");
const other = standing("vercel:index/project:Project", "other");
const changed = (path: string, more: More = {}): Picked => ({
  standing: web,
  mutation: mutation(path, { read: async () => 1, change: async () => {} }, more),
});
const update = (properties: readonly string[], { urn } = web) => ({ op: "update", urn, properties });
const missed = (...args: Parameters<typeof findingsIn>) => findingsIn(...args).changes.map((one) => one.missed);

describe("what a preview names, held against what was changed", () => {
  it("finds the path itself, what holds it and what lies in it", () => {
    for (const named of ["gitComments.onCommit", "gitComments", "gitComments.onCommit[0]"]) {
      const findings = findingsIn([update([named])], [changed("gitComments.onCommit")]);
      expect(findings).toMatchObject({ changes: [{ missed: [] }], extra: [] });
    }
  });

  it("misses what is not named, named at another resource, or only read", () => {
    expect(missed([], [changed("name")])).toEqual([["name"]]);
    expect(missed([update(["nameless"])], [changed("name")])).toEqual([["name"]]);
    expect(missed([update(["name"], other)], [changed("name")])).toEqual([["name"]]);
    expect(missed([{ ...update(["name"]), op: "refresh" }], [changed("name")])).toEqual([["name"]]);
  });

  it("wants every path by which a change is seen", () => {
    const redirect = changed("redirect", { names: ["redirect", "redirectStatusCode"] });
    expect(missed([update(["redirect"])], [redirect])).toEqual([["redirectStatusCode"]]);
  });

  it("calls extra what nobody changed, also a resource that is made anew", () => {
    expect(findingsIn([update(["name", "framework"])], [changed("name")]).extra).toEqual([
      "web (vercel Project): framework",
    ]);
    const create = { op: "create", urn: other.urn, properties: [] };
    expect(findingsIn([create], [changed("name")]).extra).toEqual(["other (vercel Project): (create)"]);
  });

  it("lets a vendor's own consequences pass", () => {
    const steps = [update(["gitBranch", "targets[1]"]), { op: "create", urn: other.urn, properties: [] }];
    const change = changed("gitBranch", { may: ["targets"], echoes: [other.type] });
    expect(findingsIn(steps, [change]).extra).toEqual([]);
  });
});
