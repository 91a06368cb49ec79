import type { Mutation, Table } from "../mutation.ts";
import { between, flip, oneOf, word } from "../values.ts";
import { auth, group } from "./supabase-auth-call.ts";
import { sms, smsServices } from "./supabase-auth-sms.ts";

/** Mails about what was changed in an account. */
const notifications: Readonly<Record<string, string>> = {
  passwordChangedEnabled: "password_changed_enabled",
  emailChangedEnabled: "email_changed_enabled",
  phoneChangedEnabled: "phone_changed_enabled",
  identityLinkedEnabled: "identity_linked_enabled",
  identityUnlinkedEnabled: "identity_unlinked_enabled",
  mfaFactorEnrolledEnabled: "mfa_factor_enrolled_enabled",
  mfaFactorUnenrolledEnabled: "mfa_factor_unenrolled_enabled",
};

const plain: readonly Mutation[] = [
  auth(
    "siteUrl",
    "site_url",
    word((it) => `https://${it}.example.com`),
  ),
  auth(
    "additionalRedirectUrls",
    "uri_allow_list",
    word((it) => `https://${it}.example.com/**`),
  ),
  auth("jwtExp", "jwt_exp", between(300, 604_800)),
  auth("disableSignup", "disable_signup", flip),
  auth("externalEmailEnabled", "external_email_enabled", flip),
  auth("externalPhoneEnabled", "external_phone_enabled", flip),
  auth("externalAnonymousUsersEnabled", "external_anonymous_users_enabled", flip),
  auth("passwordMinLength", "password_min_length", between(6, 64)),
  auth(
    "passwordRequiredCharacters",
    "password_required_characters",
    oneOf(
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789",
      "abcdefghijklmnopqrstuvwxyz:ABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789",
    ),
  ),
  auth("passwordHibpEnabled", "password_hibp_enabled", flip),
  auth("mailer.autoconfirm", "mailer_autoconfirm", flip),
  auth("mailer.secureEmailChangeEnabled", "mailer_secure_email_change_enabled", flip),
  auth("mailer.allowUnverifiedEmailSignIns", "mailer_allow_unverified_email_sign_ins", flip),
  auth("mailer.otpExp", "mailer_otp_exp", between(60, 86_400)),
  auth("mailer.otpLength", "mailer_otp_length", between(6, 10)),
  ...Object.entries(notifications).map(([name, key]) =>
    auth(`mailer.notifications.${name}`, `mailer_notifications_${key}`, flip),
  ),
  auth("web3.ethereumEnabled", "external_web3_ethereum_enabled", flip),
  auth("web3.solanaEnabled", "external_web3_solana_enabled", flip),
  auth("mfa.maxEnrolledFactors", "mfa_max_enrolled_factors", between(1, 30)),
  auth("mfa.totp.enrollEnabled", "mfa_totp_enroll_enabled", flip),
  auth("mfa.totp.verifyEnabled", "mfa_totp_verify_enabled", flip),
  auth("mfa.phone.enrollEnabled", "mfa_phone_enroll_enabled", flip),
  auth("mfa.phone.verifyEnabled", "mfa_phone_verify_enabled", flip),
  auth("mfa.phone.otpLength", "mfa_phone_otp_length", between(6, 10)),
  auth("mfa.phone.maxFrequency", "mfa_phone_max_frequency", between(1, 600)),
  auth(
    "mfa.phone.template",
    "mfa_phone_template",
    word((it) => `${it}: {{ .Code }}`),
  ),
  auth("mfa.webAuthn.enrollEnabled", "mfa_web_authn_enroll_enabled", flip),
  auth("mfa.webAuthn.verifyEnabled", "mfa_web_authn_verify_enabled", flip),
  auth("sessions.timebox", "sessions_timebox", between(1, 86_400), { absent: 0 }),
  auth("sessions.inactivityTimeout", "sessions_inactivity_timeout", between(1, 86_400), { absent: 0 }),
  auth("sessions.singlePerUser", "sessions_single_per_user", flip),
  auth("security.manualLinkingEnabled", "security_manual_linking_enabled", flip),
  auth("security.updatePasswordRequireReauthentication", "security_update_password_require_reauthentication", flip),
  auth("security.refreshTokenRotationEnabled", "refresh_token_rotation_enabled", flip),
  auth("security.sbForwardedForEnabled", "security_sb_forwarded_for_enabled", flip),
  auth("security.refreshTokenReuseInterval", "security_refresh_token_reuse_interval", between(1, 600)),
  auth("rateLimits.emailSent", "rate_limit_email_sent", between(3, 500)),
  auth("rateLimits.smsSent", "rate_limit_sms_sent", between(1, 500)),
  auth("rateLimits.verify", "rate_limit_verify", between(1, 500)),
  auth("rateLimits.tokenRefresh", "rate_limit_token_refresh", between(1, 500)),
  auth("rateLimits.otp", "rate_limit_otp", between(1, 500)),
  auth("rateLimits.anonymousUsers", "rate_limit_anonymous_users", between(1, 500)),
  auth("rateLimits.web3", "rate_limit_web3", between(1, 500)),
];

const service = (name: string, key: string): Mutation =>
  group(
    `external.${name}`,
    { [`external_${key}_enabled`]: true, [`external_${key}_client_id`]: "drift", [`external_${key}_secret`]: "drift" },
    `external_${key}_enabled`,
  );
const hook = (name: string, key: string): Mutation =>
  group(
    `hooks.${name}`,
    { [`hook_${key}_enabled`]: true, [`hook_${key}_uri`]: "pg-functions://postgres/public/drift" },
    `hook_${key}_enabled`,
  );

const services: Readonly<Record<string, string>> = {
  ...{ apple: "apple", azure: "azure", bitbucket: "bitbucket", discord: "discord", facebook: "facebook" },
  ...{ figma: "figma", github: "github", gitlab: "gitlab", google: "google", kakao: "kakao", keycloak: "keycloak" },
  ...{ linkedinOidc: "linkedin_oidc", notion: "notion", slack: "slack", slackOidc: "slack_oidc", spotify: "spotify" },
  ...{ twitch: "twitch", twitter: "twitter", workos: "workos", x: "x", zoom: "zoom" },
};
const hooks: Readonly<Record<string, string>> = {
  ...{ sendEmail: "send_email", sendSms: "send_sms", customAccessToken: "custom_access_token" },
  mfaVerificationAttempt: "mfa_verification_attempt",
  passwordVerificationAttempt: "password_verification_attempt",
  ...{ beforeUserCreated: "before_user_created", afterUserCreated: "after_user_created" },
};

/** A mail server and a CAPTCHA where the program declares none. */
const smtp = group(
  "smtp",
  {
    ...{ smtp_host: "mail.example.com", smtp_port: "465", smtp_user: "drift", smtp_pass: "drift" },
    ...{ smtp_sender_name: "Drift", smtp_admin_email: "drift@example.com", smtp_max_frequency: 61 },
  },
  "smtp_host",
);
const captcha = group(
  "security.captchaEnabled",
  { security_captcha_enabled: true, security_captcha_provider: "turnstile", security_captcha_secret: "drift" },
  "security_captcha_enabled",
  ["security.captchaEnabled", "security.captchaProvider"],
);

export const supabaseAuth: Table = {
  mutations: ({ inputs }) => [
    ...plain,
    ...sms,
    ...smsServices(inputs),
    captcha,
    ...(inputs["smtp"] === undefined ? [smtp] : []),
    ...Object.entries(services).map(([name, key]) => service(name, key)),
    ...Object.entries(hooks).map(([name, key]) => hook(name, key)),
  ],
  seenBy: {
    "smtp.pass": "digest: Supabase tells a hash",
    "security.captchaSecret": "digest: Supabase tells a hash",
    "external.*.secret": "digest: Supabase tells a hash",
    "hooks.*.secrets": "digest: Supabase tells a hash",
    "sms.*.{accessKey,apiKey,apiSecret,authToken}": "digest: Supabase tells a hash",
  },
};
