import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CanarySearch } from "../../support/canaries.ts";

const value = 'aw"k\\wa/rd +100%&<x>=?0123';
const search = new CanarySearch([{ name: "secret", value }]);
const spellings = (text: string): string[] => search.hits(Buffer.from(text)).map(({ spelling }) => spelling);

describe("a planted secret", () => {
  it.each([
    ["as it is", `before ${value} after`],
    ["in JSON", JSON.stringify({ a: [value] })],
    ["in JSON in JSON", JSON.stringify(JSON.stringify({ a: value }))],
    [
      "in Go's JSON",
      JSON.stringify(value).replaceAll("&", "\\u0026").replaceAll("<", "\\u003c").replaceAll(">", "\\u003e"),
    ],
    ["in an address", `http://x/?q=${encodeURIComponent(value)}`],
    ["in a form", new URLSearchParams({ q: value }).toString()],
    ["in hexadecimal", Buffer.from(value).toString("hex")],
  ])("is found %s", (_, text) => {
    expect(spellings(text)).not.toEqual([]);
  });

  it("is found in base64 and base64url of any text around it", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom("base64", "base64url"), (before, after, encoding) => {
        expect(spellings(Buffer.from(before + value + after).toString(encoding))).not.toEqual([]);
      }),
    );
  });

  it("is found anywhere in bytes, and only there", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (before, after) => {
        expect(search.hits(Buffer.concat([before, Buffer.from(value), after]))).toHaveLength(1);
        // Another letter in the middle: a value cut at its ends could be made whole again by what stands around it.
        expect(search.hits(Buffer.concat([before, Buffer.from(value.replace("+", "-")), after]))).toEqual([]);
      }),
    );
  });

  it("must be long enough to mean something", () => {
    expect(() => new CanarySearch([{ name: "pin", value: "1234" }])).toThrow("too short");
  });
});
