/** What a value looks like: a key, a secret, an address of this machine. Used by parsing and by every message that shows a value. */

/** Vendors' own prefixes of values that must never be public. Publishable ones (`pk_`, `sb_publishable_`, `phc_`) are not here. */
const secretShapes: readonly RegExp[] = [
  /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8,}/, // Stripe secret and restricted keys
  /\bwhsec_[A-Za-z0-9+/=]{8,}/, // Stripe webhook signing secret
  /\bsb_secret_[A-Za-z0-9_-]{8,}/, // Supabase secret key
  /\bsbp_(?:v0_|oauth_)?[a-f0-9]{20,}/, // Supabase access token
  /\bgh[pousr]_[A-Za-z0-9]{20,}/, // GitHub tokens
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bsntry[su]_[A-Za-z0-9+/=_-]{20,}/, // Sentry tokens
  /\bph[xs]_[A-Za-z0-9_-]{20,}/, // PostHog personal and secure keys
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/, // Slack tokens
  /hooks\.slack\.com\/services\/T[A-Z0-9]+\//, // Slack incoming webhooks
  /\bAKIA[A-Z0-9]{16}\b/, // AWS access keys
  /\bAIza[A-Za-z0-9_-]{30,}/, // Google API keys
  /\bsk-[A-Za-z0-9_-]{20,}/, // OpenAI and alike
  /\bre_[A-Za-z0-9]{8,}_[A-Za-z0-9]{8,}/, // Resend
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:[^\s/@]+@/i, // a URL with a password
];

/** A JSON Web Token whose role is more than a visitor's: Supabase's legacy `anon` key is public, its `service_role` key is not. */
function isPrivilegedToken(text: string): boolean {
  const payload = /\beyJ[A-Za-z0-9_-]+\.(eyJ[A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+/.exec(text)?.[1];
  if (payload === undefined) return false;
  return !/"role"\s*:\s*"anon"/.test(Buffer.from(payload, "base64url").toString("utf8"));
}

/** True for a text that holds something shaped like a key or a password. */
export const looksSecret = (text: string): boolean =>
  secretShapes.some((shape) => shape.test(text)) || isPrivilegedToken(text);

/** Prefixes under which a web framework or Expo puts a variable's value into what every visitor downloads. */
export const publicPrefixes = [
  "NEXT_PUBLIC_",
  "VITE_",
  "PUBLIC_",
  "EXPO_PUBLIC_",
  "REACT_APP_",
  "NUXT_PUBLIC_",
  "GATSBY_",
] as const;

export const isPublicName = (name: string): boolean => publicPrefixes.some((prefix) => name.startsWith(prefix));

/** True for a text that holds an address of the machine itself: such an address means nothing to a vendor's server. */
export const isLoopbackAddress = (text: string): boolean =>
  /(?:^|[/@\s"'(])(?:[\w-]+\.)*localhost(?=[:/\s"')]|$)/i.test(text) ||
  /(?:^|[^\d.])(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0)(?=[^\d.]|$)/.test(text) ||
  /\[?(?:^|[^:\da-f])::1(?=[\]/\s]|$)/i.test(text);

/** A value for a message: short, and never something that looks like a secret. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  if (looksSecret(text)) return "a value that looks like a secret (not shown)";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Every text in a value with its path. */
export function texts(
  value: unknown,
  path: readonly (string | number)[] = [],
): { path: readonly (string | number)[]; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => texts(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => texts(item, [...path, key]));
}
