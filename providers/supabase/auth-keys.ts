import { External, Hooks, Smtp, smsServices } from "./auth-parts.ts";
import { snake } from "./case.ts";

/** One value as JSON carries it. */
export type Wire = string | number | boolean | null;

/** Where one input stands in the vendor's flat configuration of about 230 keys. */
export interface Key {
  /** The input's place, e.g. `["mfa", "totp", "enrollEnabled"]`. */
  readonly path: readonly string[];
  /** The vendor's key, e.g. `mfa_totp_enroll_enabled`. */
  readonly name: string;
  /** The vendor tells a hash or nothing. */
  readonly secret: boolean;
  /** Keys of one group are written together: the vendor takes a mail server or a client as a whole. */
  readonly group: string | undefined;
  /** What stands there when the input is not declared. */
  readonly absent: Wire;
  /** Input to wire, for what is not the same on both sides. */
  readonly encode?: (value: unknown) => Wire;
  /** Wire to input; null never comes here. */
  readonly decode?: (wire: Wire) => unknown;
}

const key = (place: string, name: string, more: Partial<Key> = {}): Key => ({
  path: place.split("."),
  name,
  secret: false,
  group: undefined,
  absent: null,
  ...more,
});

const list = {
  encode: (value: unknown) => (Array.isArray(value) ? value.join(",") : ""),
  decode: (wire: Wire) => split(wire).sort(),
};

const split = (wire: Wire): string[] =>
  String(wire)
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

// The API takes these three alphabets and "" only.
const alphabets: Readonly<Record<string, string>> = {
  none: "",
  letters_digits: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789",
  lower_upper_letters_digits: "abcdefghijklmnopqrstuvwxyz:ABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789",
  lower_upper_letters_digits_symbols:
    "abcdefghijklmnopqrstuvwxyz:ABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789:!@#$%^&*()_+-=[]{};'\\\\:\"|<>?,./`~",
};
const alphabet = {
  encode: (value: unknown) => alphabets[String(value)] ?? "",
  decode: (wire: Wire) => Object.entries(alphabets).find(([, letters]) => letters === wire)?.[0] ?? String(wire),
};

/** Every key of an object's properties, named `<prefix>_<property>`. */
const all = (place: string, prefix: string, properties: readonly string[], more: Partial<Key> = {}): Key[] =>
  properties.map((property) => key(`${place}.${property}`, `${prefix}_${snake(property)}`, more));

/** What a group's keys are when the group is not there; all others are null. */
const absent: Readonly<Record<string, Wire>> = {
  ...{ enabled: false, skipNonceCheck: false, emailOptional: false },
  maxFrequency: 60,
};

const hidden = ["pass", "secret", "secrets", "accessKey", "apiKey", "apiSecret", "authToken"];

const group = (place: string, prefix: string, properties: readonly string[]): Key[] =>
  properties.map((property) =>
    key(`${place}.${property}`, `${prefix}_${snake(property)}`, {
      group: place,
      secret: hidden.includes(property),
      absent: absent[property] ?? null,
      ...(property === "additionalClientIds" ? list : {}),
      ...(property === "port" ? { decode: String } : {}),
    }),
  );

const externals = Object.entries(External.unwrap().shape).flatMap(([name, shape]) =>
  group(`external.${name}`, `external_${snake(name)}`, Object.keys(shape.unwrap().shape)),
);
const hooks = Object.entries(Hooks.unwrap().shape).flatMap(([name, shape]) =>
  group(`hooks.${name}`, `hook_${snake(name)}`, Object.keys(shape.unwrap().shape)),
);

const sms = smsServices.flatMap(({ name, properties }) => group(`sms.${name}`, `sms_${snake(name)}`, properties));

/** Every input of AuthSettings and the vendor's key for it. */
export const keys: readonly Key[] = [
  key("siteUrl", "site_url"),
  key("additionalRedirectUrls", "uri_allow_list", list),
  key("jwtExp", "jwt_exp"),
  key("disableSignup", "disable_signup"),
  key("externalEmailEnabled", "external_email_enabled"),
  key("externalPhoneEnabled", "external_phone_enabled"),
  key("externalAnonymousUsersEnabled", "external_anonymous_users_enabled"),
  key("passwordMinLength", "password_min_length"),
  key("passwordRequiredCharacters", "password_required_characters", alphabet),
  key("passwordHibpEnabled", "password_hibp_enabled"),
  ...all("mailer", "mailer", [
    "autoconfirm",
    "secureEmailChangeEnabled",
    "allowUnverifiedEmailSignIns",
    "otpExp",
    "otpLength",
  ]),
  ...all("mailer.notifications", "mailer_notifications", [
    ...["passwordChangedEnabled", "emailChangedEnabled", "phoneChangedEnabled", "identityLinkedEnabled"],
    ...["identityUnlinkedEnabled", "mfaFactorEnrolledEnabled", "mfaFactorUnenrolledEnabled"],
  ]),
  ...all("sms", "sms", ["autoconfirm", "maxFrequency", "otpExp", "otpLength", "template"]),
  ...all("sms", "sms", ["testOtp", "testOtpValidUntil"], { group: "sms.testOtp" }),
  key("sms.provider", "sms_provider", { group: "sms.provider" }),
  ...sms,
  ...all("web3", "external_web3", ["ethereumEnabled", "solanaEnabled"]),
  ...group("smtp", "smtp", Object.keys(Smtp.shape)),
  key("mfa.maxEnrolledFactors", "mfa_max_enrolled_factors"),
  ...all("mfa.totp", "mfa_totp", ["enrollEnabled", "verifyEnabled"]),
  ...all("mfa.phone", "mfa_phone", ["enrollEnabled", "verifyEnabled", "otpLength", "maxFrequency", "template"]),
  ...all("mfa.webAuthn", "mfa_web_authn", ["enrollEnabled", "verifyEnabled"]),
  ...all("sessions", "sessions", ["timebox", "inactivityTimeout", "singlePerUser"]),
  ...all("security", "security", ["captchaEnabled", "captchaProvider"], { group: "captcha" }),
  key("security.captchaSecret", "security_captcha_secret", { group: "captcha", secret: true }),
  ...all("security", "security", [
    "manualLinkingEnabled",
    "updatePasswordRequireReauthentication",
    "sbForwardedForEnabled",
    "refreshTokenReuseInterval",
  ]),
  key("security.refreshTokenRotationEnabled", "refresh_token_rotation_enabled"),
  ...all("rateLimits", "rate_limit", [
    "emailSent",
    "smsSent",
    "verify",
    "tokenRefresh",
    "otp",
    "anonymousUsers",
    "web3",
  ]),
  ...externals,
  ...hooks,
];

/** Groups that are there or not as a whole, and the key by which it is told. */
export const optionalGroups: readonly { readonly path: readonly string[]; readonly told: string[] }[] = [
  { path: ["smtp"], told: ["smtp_host"] },
  ...smsServices.map(({ name, properties }) => ({
    path: ["sms", name],
    told: properties.map((property) => `sms_${snake(name)}_${snake(property)}`),
  })),
  ...Object.keys(External.unwrap().shape).map((name) => ({
    path: ["external", name],
    told: [`external_${snake(name)}_enabled`, `external_${snake(name)}_client_id`],
  })),
  ...Object.keys(Hooks.unwrap().shape).map((name) => ({
    path: ["hooks", name],
    told: [`hook_${snake(name)}_enabled`, `hook_${snake(name)}_uri`],
  })),
];
