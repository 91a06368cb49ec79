import { describe, expect, it } from "vitest";
import { decrypted } from "../../../src/ops/passphrase.ts";

/** Written by engine 3.259.0: `pulumi config set --secret` under PULUMI_CONFIG_PASSPHRASE. */
const passphrase = "a-passphrase-of-a-test";
const salt = "v1:MFqg+BSX5Rw=:v1:1uXKO+jPYoCZuDra:QzScDIvhAfiT/kSQdx02wZ1X/5eX+A==";
const secure = "v1:sYeSXn+wWqxytSxP:LUVmAoLalWBz3hIdNfcqKlRB0z7KWzPx";

describe("a secret of a stack file", () => {
  it("is opened with the passphrase that the engine sealed it with", () => {
    expect(decrypted(passphrase, salt, secure)).toBe("vält:ue");
  });

  it.each([
    ["another passphrase", "nope", salt, secure],
    ["a changed ciphertext", passphrase, salt, secure.replace("LUVm", "LUVn")],
    ["the salt of a cloud's key service", passphrase, "", secure],
    ["a form that is not known", passphrase, salt, "v2:x:y"],
  ])("stays closed: %s", (_, given, encryptionSalt, text) => {
    expect(decrypted(given, encryptionSalt, text)).toBeUndefined();
  });
});
