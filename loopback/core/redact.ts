import { isRecord } from "./secret.ts";

/** What begins a secret of a known kind and says nothing about its value. Kept, so that a placeholder has the same form. */
const publicPrefix =
  /^(?:sb_secret_|sb_publishable_|sbp_|gh[pousr]_|github_pat_|ph[xcs]_|sntry[sua]_|whsec_|[sr]k_(?:live|test)_|re_|xox[abp]-|[a-z][a-z0-9+.-]{1,12}:\/\/)/;

/** Shorter or plainer values ("production", "true") are words that stand elsewhere too: only their key gives them away. */
const shortest = 8;

/** Knows every secret value of this process and takes them out of what is written down. */
export interface Redactor {
  /** From now on `value` is replaced wherever it stands, also inside longer text. */
  register(value: string): void;
  /** The same for every text under one of `secretKeys` in a JSON value. */
  registerAll(value: unknown, secretKeys: ReadonlySet<string>): void;
  /** `text` without secrets. */
  text(text: string): string;
  /** A copy of a JSON value without secrets; string values (and lists of them) under one of `secretKeys` are replaced whole. */
  json(value: unknown, secretKeys: ReadonlySet<string>): unknown;
}

export function createRedactor(): Redactor {
  const known = new Map<string, string>();
  const clean = (text: string, hits: Iterable<[string, string]>) => {
    let cleaned = text;
    for (const [form, placeholder] of hits) cleaned = cleaned.replaceAll(form, placeholder);
    return cleaned;
  };
  const register = (value: string) => {
    if (!isTelling(value)) return;
    for (const form of formsOf(value)) known.set(form, placeholderOf(form));
  };
  const registerAll = (node: unknown, keys: ReadonlySet<string>, secret = false): void => {
    if (typeof node === "string" && secret) register(node);
    if (Array.isArray(node)) for (const child of node) registerAll(child, keys, secret);
    if (isRecord(node))
      for (const [key, child] of Object.entries(node)) registerAll(child, keys, keys.has(key) && !isRecord(child));
  };
  return {
    register,
    registerAll: (value, secretKeys) => registerAll(value, secretKeys),
    text: (text) => clean(text, known),
    json(value, secretKeys) {
      const whole = JSON.stringify(value) ?? "";
      const hits = [...known].filter(
        ([form]) => whole.includes(form) || whole.includes(JSON.stringify(form).slice(1, -1)),
      );
      return replaceLeaves(value, false);

      function replaceLeaves(node: unknown, secret: boolean): unknown {
        if (typeof node === "string") return secret ? placeholderOf(node) : clean(node, hits);
        if (Array.isArray(node)) return node.map((child) => replaceLeaves(child, secret));
        if (!isRecord(node)) return node;
        return Object.fromEntries(
          Object.entries(node).map(([key, child]) => [
            clean(key, hits),
            replaceLeaves(child, secretKeys.has(key) && !isRecord(child)),
          ]),
        );
      }
    },
  };
}

/** Same length and pattern: a digit for each digit, a letter of the same case for each letter, the rest as it is. */
export function placeholderOf(value: string): string {
  const prefix = publicPrefix.exec(value)?.[0] ?? "";
  const rest = value.slice(prefix.length);
  return (
    prefix +
    rest
      .replace(/[0-9]/g, "0")
      .replace(/\p{Ll}/gu, "a")
      .replace(/\p{Lu}/gu, "A")
      .replace(/[^\p{ASCII}]/gu, "a")
  );
}

/** The value and the other spellings under which it travels: in JSON text, in an address, in base64. */
function formsOf(value: string): string[] {
  const base64 = Buffer.from(value).toString("base64");
  return [...new Set([value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), base64])].filter(
    (form) => form !== placeholderOf(form),
  );
}

function isTelling(value: string): boolean {
  const kinds = [/[0-9]/, /[a-z]/, /[A-Z]/, /[^0-9a-zA-Z]/].filter((kind) => kind.test(value)).length;
  return value.length >= 20 || (value.length >= shortest && kinds >= 2);
}
