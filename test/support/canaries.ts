/** Planted secrets, searched in every spelling under which text formats carry them. */

export interface Canary {
  /** How the tests call it, e.g. `secret SLACK_WEBHOOK_URL`; never its value. */
  readonly name: string;
  readonly value: string;
}

interface Hit {
  readonly canary: string;
  /** e.g. `literal`, `base64 +1`. */
  readonly spelling: string;
}

interface Pattern extends Hit {
  readonly bytes: Buffer;
}

const wordBytes = 4;
const slots = 1 << 16;

/** Finds any of many texts in one pass over the bytes, so that a database folder is searched in a second. */
export class CanarySearch {
  private readonly byFirstWord = new Map<number, Pattern[]>();
  /** 1 where a pattern's first word may be: most positions are left at once. */
  private readonly mayBegin = new Uint8Array(slots);

  constructor(canaries: readonly Canary[]) {
    for (const { name, value } of canaries) {
      for (const [spelling, text] of spellingsOf(value)) {
        const bytes = Buffer.from(text);
        if (bytes.length < 2 * wordBytes) throw new Error(`${name} is too short to be found as ${spelling}`);
        const word = bytes.readUInt32BE(0);
        this.byFirstWord.set(word, [...(this.byFirstWord.get(word) ?? []), { canary: name, spelling, bytes }]);
        this.mayBegin[slotOf(word)] = 1;
      }
    }
  }

  /** Each canary and spelling that stands anywhere in it, once. */
  hits(content: Buffer): Hit[] {
    const found = new Map<string, Hit>();
    let word = 0;
    for (let index = 0; index < content.length; index++) {
      word = ((word << 8) | (content[index] ?? 0)) >>> 0;
      if (this.mayBegin[slotOf(word)] === 0 || index < wordBytes - 1) continue;
      for (const { canary, spelling, bytes } of this.byFirstWord.get(word) ?? []) {
        const start = index - wordBytes + 1;
        if (!bytes.equals(content.subarray(start, start + bytes.length))) continue;
        found.set(`${canary} ${spelling}`, { canary, spelling });
      }
    }
    return [...found.values()];
  }
}

const slotOf = (word: number): number => (word ^ (word >>> 16)) & (slots - 1);

/** How a text looks inside other formats; spellings that are the same text are listed once. */
function spellingsOf(value: string): ReadonlyMap<string, string> {
  const json = JSON.stringify(value).slice(1, -1);
  const form = new URLSearchParams({ v: value }).toString().slice("v=".length);
  const spellings: [string, string][] = [
    ["literal", value],
    ["JSON", json],
    ["JSON in JSON", JSON.stringify(json).slice(1, -1)],
    ["Go's JSON", json.replaceAll("&", "\\u0026").replaceAll("<", "\\u003c").replaceAll(">", "\\u003e")],
    ["URL", encodeURIComponent(value)],
    ["URL path", encodeURI(value)],
    ["form", form],
    ["hex", Buffer.from(value).toString("hex")],
    ...[0, 1, 2].flatMap((offset): [string, string][] => {
      const text = base64Inside(value, offset);
      return [
        [`base64 +${offset}`, text],
        [`base64url +${offset}`, text.replaceAll("+", "-").replaceAll("/", "_")],
      ];
    }),
  ];
  const byText = new Map(spellings.reverse().map(([name, text]) => [text, name])); // of the same text the first name stays
  return new Map([...byText].map(([text, name]) => [name, text]));
}

/** The part of a longer text's base64 that depends on this value alone, when it begins `offset` bytes after a group of three. */
function base64Inside(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor((bytes.length * 8) / 6);
  return bytes.toString("base64").slice(from, to);
}
