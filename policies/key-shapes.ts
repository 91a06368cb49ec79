/** A kind of value that must never be public, known by its look. */
interface KeyShape {
  /** For messages, with the prefix by which people know it. */
  readonly what: string;
  readonly pattern: RegExp;
}

/**
 * Shapes that the vendors give their secret values. Made to be public and therefore not here: Stripe `pk_`, Supabase
 * `sb_publishable_` and the `anon` token, PostHog `phc_`, a Sentry DSN without password, and Google's `AIza` keys, which
 * Firebase and Maps publish by design (firebase.google.com/docs/projects/api-keys); one that is a secret of this stack is
 * found by its value.
 */
const shapes: readonly KeyShape[] = [
  { what: "a Stripe or Clerk secret key (sk_live_, sk_test_)", pattern: /\bsk_(?:live|test)_[A-Za-z0-9]{8,}/ },
  { what: "a Stripe restricted key (rk_live_, rk_test_)", pattern: /\brk_(?:live|test)_[A-Za-z0-9]{8,}/ },
  { what: "a webhook signing secret (whsec_)", pattern: /\bwhsec_[A-Za-z0-9+/=]{8,}/ },
  { what: "a Supabase secret key (sb_secret_)", pattern: /\bsb_secret_[A-Za-z0-9_-]{8,}/ },
  { what: "a Supabase access token (sbp_)", pattern: /\bsbp_(?:v0_|oauth_)?[a-f0-9]{20,}/ },
  { what: "a GitHub token (ghp_, gho_, ghu_, ghs_, ghr_)", pattern: /\bgh[pousr]_[A-Za-z0-9]{20,}/ },
  { what: "a GitHub token (github_pat_)", pattern: /\bgithub_pat_[A-Za-z0-9_]{20,}/ },
  { what: "a Sentry token (sntrys_, sntryu_)", pattern: /\bsntry[su]_[A-Za-z0-9+/=_-]{20,}/ },
  { what: "a PostHog personal or secure key (phx_, phs_)", pattern: /\bph[xs]_[A-Za-z0-9_-]{20,}/ },
  { what: "a Slack token (xoxb- and its siblings)", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/ },
  { what: "a Slack app token (xapp-)", pattern: /\bxapp-\d-[A-Za-z0-9-]{10,}/ },
  { what: "a Slack incoming webhook", pattern: /hooks\.slack\.com\/(?:services|workflows)\/[A-Z0-9]+\// },
  { what: "a Discord webhook", pattern: /discord(?:app)?\.com\/api\/webhooks\/\d+\// },
  { what: "an AWS access key (AKIA, ASIA)", pattern: /\bA(?:KIA|SIA)[A-Z0-9]{16}\b/ },
  { what: "a Google OAuth client secret (GOCSPX-)", pattern: /\bGOCSPX-[A-Za-z0-9_-]{20,}/ },
  { what: "an OpenAI or Anthropic key (sk-)", pattern: /\bsk-[A-Za-z0-9_-]{20,}/ },
  { what: "a Resend key (re_)", pattern: /\bre_[A-Za-z0-9]{8,}_[A-Za-z0-9]{8,}/ },
  { what: "a SendGrid key (SG.)", pattern: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/ },
  { what: "an npm token (npm_)", pattern: /\bnpm_[A-Za-z0-9]{30,}/ },
  { what: "a Mapbox secret token (sk.)", pattern: /\bsk\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/ },
  { what: "a private key (PEM)", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: "an address with a password in it", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s/@]+@/i },
];

/** Every shape that a text holds, as words for a message. Never a part of the text itself. */
export function keyShapesIn(text: string): string[] {
  const found = shapes.filter(({ pattern }) => pattern.test(text)).map(({ what }) => what);
  return [...found, ...tokensIn(text)];
}

/** JSON Web Tokens, told by their role. Supabase's legacy keys are such tokens: `anon` is for browsers, `service_role` passes row level security. */
function tokensIn(text: string): string[] {
  const tokens = text.matchAll(/\beyJ[A-Za-z0-9_-]+\.(eyJ[A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+/g);
  const roles = [...tokens].map(([, payload = ""]) => roleOf(payload));
  return [...new Set(roles)].flatMap((role) => {
    if (role === "anon") return [];
    return role === "service_role" ? ["a Supabase service_role key (a token)"] : ["a signed token (JWT)"];
  });
}

function roleOf(payload: string): unknown {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null && "role" in claims ? claims.role : undefined;
  } catch {
    return undefined; // no JSON inside: nobody can say that it is harmless
  }
}
