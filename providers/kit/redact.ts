/** What stands in place of a secret in a message. */
const hidden = "[secret]";
/** Shorter values would redact ordinary words. */
const shortest = 6;

/** Takes secret values out of a text, in every spelling in which a vendor or a library may echo them. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap(spellings)
    .sort((a, b) => b.length - a.length)
    .reduce((clean, spelling) => clean.replaceAll(spelling, hidden), text);
}

function spellings(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    base64,
    base64.replaceAll("=", ""),
    Buffer.from(secret).toString("base64url"),
  ];
}
