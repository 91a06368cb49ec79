/** Which of these secrets stand in a text, by number: as they are, in JSON, in an address or in base64. */
export function spilled(where: string, text: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret, index) =>
    secret !== "" && spellings(secret).some((one) => text.includes(one))
      ? [`secret ${index + 1} of ${secrets.length} stands in ${where}`]
      : [],
  );
}

const spellings = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
];
