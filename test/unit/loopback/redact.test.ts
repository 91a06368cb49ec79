import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor, placeholderOf } from "../../../loopback/core/redact.ts";

const none = new Set<string>();

describe("a placeholder", () => {
  it("has the value's length and pattern and keeps a vendor's prefix", () => {
    expect(placeholderOf("sb_secret_Ab3-x")).toBe("sb_secret_Aa0-a");
    expect(placeholderOf("https://Hook.example/T0/x9")).toBe("https://Aaaa.aaaaaaa/A0/a0");
    expect(placeholderOf("")).toBe("");
  });

  it("fits every character class that the value fits", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), (value) => {
        const placeholder = placeholderOf(value);
        expect(placeholder).toHaveLength(value.length);
        expect(placeholder).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });
});

describe("what is written down", () => {
  it("holds no registered value, wherever and however it is spelt", () => {
    const secret = 'p"4ss/w0rd?é';
    const redactor = createRedactor();
    redactor.register(secret);
    const cleaned = JSON.stringify(
      redactor.json(
        {
          plain: secret,
          inside: `echo ${secret}!`,
          [`key ${secret}`]: 1,
          list: [{ json: JSON.stringify({ secret }) }],
          address: `https://x/?q=${encodeURIComponent(secret)}`,
          base64: Buffer.from(secret).toString("base64"),
        },
        none,
      ),
    );
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
    ])
      expect(cleaned.includes(form), form).toBe(false);
    expect(redactor.text(`/x/${encodeURIComponent(secret)}`)).not.toContain(encodeURIComponent(secret));
  });

  it("holds no value under a secret key, and keeps types and other values", () => {
    const cleaned = createRedactor().json(
      { password: "abc", note: "abc", tokens: ["x1"], n: 5, value: null },
      new Set(["password", "tokens", "value"]),
    );
    expect(cleaned).toEqual({ password: "aaa", note: "abc", tokens: ["a0"], n: 5, value: null });
  });

  it("leaves words alone that happen to be somebody's value", () => {
    const redactor = createRedactor();
    for (const word of ["production", "true", "preview"]) redactor.register(word);
    expect(redactor.json({ target: ["production"], on: "true" }, none)).toEqual({ target: ["production"], on: "true" });
  });
});
