import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkResource } from "../../../providers/kit/check.ts";
import { diffInputs } from "../../../providers/kit/diff.ts";
import { redact } from "../../../providers/kit/redact.ts";
import { conceal, equal, reveal, revealAll, secretNames, unknown, type Value } from "../../../providers/kit/values.ts";
import { Box } from "./definition.ts";

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie("value"), { maxKeys: 3 }),
  ),
})).value;

describe("values on the wire", () => {
  it("come back as they were after concealing and revealing", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), value), (properties) => {
        const names = Object.keys(properties);
        expect(revealAll(conceal(properties, names))).toEqual(properties);
        expect(secretNames(conceal(properties, names))).toEqual(names);
      }),
    );
  });

  it("are equal to themselves only", () => {
    fc.assert(fc.property(value, (one) => equal(one, structuredClone(one))));
    expect(equal({ a: [1, { b: "x" }] }, { a: [1, { b: "y" }] })).toBe(false);
    expect(equal({ a: 1 }, { a: 1, b: null })).toBe(true);
  });

  it("hide no secret inside a list from its owner", () => {
    expect(reveal([{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "s" }])).toEqual([
      "s",
    ]);
  });
});

describe("check", () => {
  it("tells every problem at once, each with its property path", () => {
    const { issues } = checkResource(Box, { label: "", size: "big", colours: ["red", "green"], lable: "x" });
    expect(issues.map(({ property }) => property)).toEqual(["lable", "label", "size", "key", "colours[1]"]);
    expect(issues[0]?.reason).toContain("is unknown");
    expect(issues[3]?.reason).toContain("is required");
  });

  it("fills in defaults and leaves unknown values alone", () => {
    const { inputs, issues } = checkResource(Box, { label: unknown, key: unknown, colours: ["red", unknown] });
    expect(issues).toEqual([]);
    expect(inputs).toEqual({ label: unknown, size: 10, key: unknown, colours: ["red", unknown] });
  });

  it("still tells of what is wrong beside an unknown value", () => {
    expect(
      checkResource(Box, { label: "a", key: "k", colours: [unknown, "green"] }).issues.map(({ property }) => property),
    ).toEqual(["colours[1]"]);
  });
});

describe("diff", () => {
  const box = { label: "a", size: 1, key: "k" };

  it("names each property, with its kind, and what replaces", () => {
    expect(
      diffInputs(Box, { ...box, colours: ["red"] }, { label: "b", key: "k", size: 2, colours: ["red", "blue"] }),
    ).toEqual([
      { path: "label", kind: "update", replaces: true },
      { path: "size", kind: "update", replaces: false },
      { path: "colours[1]", kind: "add", replaces: false },
    ]);
  });

  it("is empty for equal inputs and for ignored ones", () => {
    expect(diffInputs(Box, box, { ...box })).toEqual([]);
    expect(diffInputs(Box, box, { ...box, size: 2 }, ["size"])).toEqual([]);
  });

  it("replaces on every change where there is no update", () => {
    const { update: _, ...fixed } = Box;
    expect(diffInputs(fixed, box, { ...box, size: 2 })).toEqual([{ path: "size", kind: "update", replaces: true }]);
  });
});

describe("redaction", () => {
  it("finds a secret in every spelling that a vendor may echo", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (secret) => {
        const echoes = [
          secret,
          JSON.stringify({ key: secret }),
          encodeURIComponent(secret),
          Buffer.from(secret).toString("base64"),
        ];
        for (const echo of echoes)
          expect(redact(`vendor said: ${echo}!`, [secret])).not.toContain(echo.slice(1, -1) === "" ? echo : secret);
      }),
    );
    expect(redact("token=c2VjcmV0LXZhbHVl", ["secret-value"])).toBe("token=[secret]");
  });
});
