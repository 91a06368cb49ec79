import { z } from "zod";

/** How a secret's values look. Plain data: a pattern to check with, a template to make one up with, a sentence for people. */
export interface SecretFormat {
  readonly description: string;
  /** A regular expression that the whole value matches. */
  readonly pattern: string;
  /** Text in which `{alphabet:count}` stands for random characters, e.g. `sk_test_{base62:24}`. */
  readonly template: string;
}

const alphabets: Readonly<Record<string, string>> = {
  digits: "0123456789",
  hex: "0123456789abcdef",
  base32: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  base62: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  base64url: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

const format = (description: string, pattern: string, template: string): SecretFormat => ({
  description,
  pattern,
  template,
});

/** Formats that vendors document or that their values visibly have. A `live` one replaces the first where keys are live. */
const table = {
  random: { usual: format("at least 32 letters, digits, '-' or '_'", "[A-Za-z0-9_-]{32,128}", "{base64url:43}") },
  password: {
    usual: format("16 to 72 letters, digits, '-' or '_'", "[A-Za-z0-9_-]{16,72}", "{base62:32}"),
  },
  url: {
    usual: format("an https:// address", "https://[^\\s/]+(?:/\\S*)?", "https://{hex:12}.example.com/{base62:24}"),
  },
  "stripe-secret-key": {
    usual: format(
      "a Stripe test key, sk_test_... or rk_test_...",
      "[sr]k_test_[A-Za-z0-9]{16,250}",
      "sk_test_{base62:32}",
    ),
    live: format(
      "a Stripe live key, sk_live_... or rk_live_...",
      "[sr]k_live_[A-Za-z0-9]{16,250}",
      "sk_live_{base62:32}",
    ),
  },
  "stripe-webhook-secret": {
    usual: format("a Stripe webhook signing secret, whsec_...", "whsec_[A-Za-z0-9+/=]{16,128}", "whsec_{base62:32}"),
  },
  "vercel-token": {
    usual: format("a Vercel token, 24 or more letters and digits", "[A-Za-z0-9_]{24,128}", "{base62:24}"),
  },
  "supabase-token": {
    usual: format("a Supabase access token, sbp_...", "sbp_(?:v0_|oauth_)?[a-f0-9]{40}", "sbp_{hex:40}"),
  },
  "sentry-token": {
    usual: format(
      "a Sentry organisation token, sntrys_... or sntryu_...",
      "sntry[su]_[A-Za-z0-9+/=_-]{40,400}",
      "sntryu_{hex:64}",
    ),
  },
  "slack-webhook": {
    usual: format(
      "a Slack incoming webhook, https://hooks.slack.com/services/T.../B.../...",
      "https://hooks\\.slack\\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{20,}",
      "https://hooks.slack.com/services/T{base32:9}/B{base32:9}/{base62:24}",
    ),
  },
  "google-api-key": { usual: format("a Google API key, AIza...", "AIza[A-Za-z0-9_-]{35}", "AIza{base64url:35}") },
  "openai-key": { usual: format("an OpenAI key, sk-...", "sk-[A-Za-z0-9_-]{20,250}", "sk-proj-{base62:48}") },
  "resend-key": { usual: format("a Resend key, re_...", "re_[A-Za-z0-9_]{16,128}", "re_{base62:8}_{base62:24}") },
  "redis-url": {
    usual: format(
      "a Redis address with TLS, rediss://...",
      "rediss://\\S+:\\S+@\\S+:\\d+",
      "rediss://default:{base62:32}@{hex:12}.example.com:6379",
    ),
  },
} as const satisfies Record<string, { usual: SecretFormat; live?: SecretFormat }>;

export type FormatName = keyof typeof table;
export const formatNames = Object.keys(table) as [FormatName, ...FormatName[]];

/** A format by name, or one's own as `{ description, pattern, template }`. */
export const formatSchema = z
  .union([
    z.enum(formatNames),
    z
      .strictObject({ description: z.string().min(3), pattern: z.string().min(1), template: z.string().min(1) })
      .refine((own) => isRegExp(own.pattern), { message: "pattern is not a regular expression", path: ["pattern"] })
      .refine((own) => !isRegExp(own.pattern) || matches(own, example(own, counting)), {
        message: "the template makes values that the pattern refuses",
        path: ["template"],
      }),
  ])
  .describe(`a format: ${formatNames.join(", ")}, or { description, pattern, template }`);

/** @param live whether keys are live in this environment. */
export function formatOf(named: z.output<typeof formatSchema>, live: boolean): SecretFormat {
  if (typeof named !== "string") return named;
  const entry: { usual: SecretFormat; live?: SecretFormat } = table[named];
  return (live ? entry.live : undefined) ?? entry.usual;
}

export const matches = (form: SecretFormat, value: string): boolean => new RegExp(`^(?:${form.pattern})$`).test(value);

/**
 * A made-up value in this format.
 * @param random gives that many random bytes, e.g. node:crypto's `randomBytes`.
 */
export function example(form: SecretFormat, random: (count: number) => Uint8Array): string {
  return form.template.replaceAll(/\{([a-z0-9]+):(\d+)\}/g, (whole, name: string, count: string) => {
    const alphabet = alphabets[name];
    if (alphabet === undefined) return whole;
    return Array.from(random(Number(count)), (byte) => alphabet[byte % alphabet.length] ?? "").join("");
  });
}

function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

const counting = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, index) => (index * 37) % 256);
