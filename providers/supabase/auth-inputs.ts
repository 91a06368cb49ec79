import { z } from "zod";
import { External, Hooks, Sms, Smtp } from "./auth-parts.ts";

// Defaults are what the vendor gives a new project. Durations are seconds where the name says no other unit.
const yesNo = (initially: boolean) => z.boolean().default(initially);
const count = (initially: number, least = 0, most = 2_147_483_647) =>
  z.number().int().min(least).max(most).default(initially);

const Notifications = z
  .strictObject({
    passwordChangedEnabled: yesNo(false),
    emailChangedEnabled: yesNo(false),
    phoneChangedEnabled: yesNo(false),
    identityLinkedEnabled: yesNo(false),
    identityUnlinkedEnabled: yesNo(false),
    mfaFactorEnrolledEnabled: yesNo(false),
    mfaFactorUnenrolledEnabled: yesNo(false),
  })
  .prefault({});

const Mailer = z
  .strictObject({
    autoconfirm: yesNo(false).describe("Accept addresses without a confirmation mail."),
    secureEmailChangeEnabled: yesNo(true).describe("A change of address is confirmed at the old and the new one."),
    allowUnverifiedEmailSignIns: yesNo(false).describe("Let people in before they have confirmed their address."),
    otpExp: count(3600).describe("Seconds that a link or code in a mail is good for."),
    otpLength: count(6, 6, 10).describe("Digits of a code in a mail, 6 to 10."),
    notifications: Notifications.describe("Mails about what was changed in an account."),
  })
  .prefault({});

const Mfa = z
  .strictObject({
    maxEnrolledFactors: count(10).describe("Factors that one user can have."),
    totp: z
      .strictObject({ enrollEnabled: yesNo(true), verifyEnabled: yesNo(true) })
      .prefault({})
      .describe("Codes of an authenticator app."),
    phone: z
      .strictObject({
        enrollEnabled: yesNo(false),
        verifyEnabled: yesNo(false),
        otpLength: count(6, 0, 32_767).describe("Digits of a code."),
        maxFrequency: count(5, 0, 32_767).describe("Seconds between two messages to one phone."),
        template: z.string().default("Your code is {{ .Code }}").describe("Text of the message."),
      })
      .prefault({})
      .describe("Codes by SMS; needs the vendor's add-on."),
    webAuthn: z
      .strictObject({ enrollEnabled: yesNo(false), verifyEnabled: yesNo(false) })
      .prefault({})
      .describe("Security keys and passkeys; needs the vendor's add-on."),
  })
  .prefault({});

const Security = z
  .strictObject({
    captchaEnabled: yesNo(false).describe("Ask for a CAPTCHA at sign-up, sign-in and recovery."),
    captchaProvider: z.enum(["hcaptcha", "turnstile"]).optional(),
    captchaSecret: z.string().min(1).optional().describe("Write-only: the vendor tells a hash."),
    manualLinkingEnabled: yesNo(false).describe("Let users link several sign-ins themselves."),
    updatePasswordRequireReauthentication: yesNo(false).describe("A password change asks for a fresh sign-in."),
    refreshTokenRotationEnabled: yesNo(true).describe("A refresh token is good for one use."),
    sbForwardedForEnabled: yesNo(false).describe(
      "Take a client's address from the header Sb-Forwarded-For of a server.",
    ),
    refreshTokenReuseInterval: count(10).describe("Seconds in which a used refresh token is taken once more."),
  })
  .prefault({});

const Sessions = z
  .strictObject({
    timebox: z.number().min(0).default(0).describe("Longest session in seconds; 0 is unlimited."),
    inactivityTimeout: z.number().min(0).default(0).describe("Seconds without use that end a session; 0 is unlimited."),
    singlePerUser: yesNo(false).describe("A sign-in ends the user's other sessions."),
  })
  .prefault({});

const RateLimits = z
  .strictObject({
    emailSent: count(2, 1).describe("Mails an hour; more than 2 needs `smtp`."),
    smsSent: count(30, 1).describe("Messages an hour."),
    verify: count(30, 1).describe("Verifications in five minutes, per address."),
    tokenRefresh: count(150, 1).describe("Refreshes in five minutes, per address."),
    otp: count(30, 1).describe("One-time codes and links in five minutes, per address."),
    anonymousUsers: count(30, 1).describe("Anonymous sign-ups an hour, per address."),
    web3: count(30, 1).describe("Web3 sign-ins in five minutes, per address."),
  })
  .prefault({});

/** What a program declares of a project's Auth. */
export const Inputs = z.object({
  projectRef: z.string().min(1).describe("The project's reference, 20 lower-case letters."),
  siteUrl: z
    .string()
    .regex(/^[^,]+$/, "must be one URL without a comma")
    .default("http://localhost:3000")
    .describe("Where links in mails lead, and where sign-ins return unless they ask for another allowed URL."),
  additionalRedirectUrls: z
    .array(z.string().regex(/^[^,\s]+$/, "must be one URL or pattern, without comma or space"))
    .default([])
    .transform((urls) => [...new Set(urls)].sort())
    .describe("Further URLs (with * and ** as wildcards) to which a sign-in may return; order does not matter."),
  jwtExp: count(3600, 0, 604_800).describe("Seconds that an access token is good for, at most a week."),
  disableSignup: yesNo(false).describe("Let nobody new in."),
  externalEmailEnabled: yesNo(true).describe("Sign-in by mail address."),
  externalPhoneEnabled: yesNo(false).describe("Sign-in by phone number."),
  externalAnonymousUsersEnabled: yesNo(false).describe("Sessions for people without an account."),
  passwordMinLength: count(6, 6, 32_767).describe("Characters, at least 6."),
  passwordRequiredCharacters: z
    .enum(["none", "letters_digits", "lower_upper_letters_digits", "lower_upper_letters_digits_symbols"])
    .default("none")
    .describe("Kinds of characters that a password must have."),
  passwordHibpEnabled: yesNo(false).describe("Refuse passwords that have leaked (paid plans)."),
  mailer: Mailer.describe("Confirmation mails and their codes."),
  smtp: Smtp.optional().describe("Your own mail server; unset is the vendor's, which is for trying out only."),
  sms: Sms.describe("Who sends codes by SMS, and how."),
  web3: z
    .strictObject({ ethereumEnabled: yesNo(false), solanaEnabled: yesNo(false) })
    .prefault({})
    .describe("Sign-in with a wallet."),
  mfa: Mfa.describe("Second factors."),
  sessions: Sessions.describe("How long people stay signed in (paid plans)."),
  security: Security.describe("CAPTCHA, linking and refresh tokens."),
  rateLimits: RateLimits.describe("Limits against abuse."),
  external: External.describe("Sign-in with other services; one that is not declared is off."),
  hooks: Hooks.describe("Functions that Auth asks; one that is not declared is off."),
});

export const Outputs = z.object({
  callbackUrl: z
    .string()
    .describe("What to register at an external service: https://<ref>.supabase.co/auth/v1/callback"),
  secretHashes: z
    .record(z.string(), z.string())
    .describe("The vendor's hash of each write-only setting at our last write, by which a change is seen."),
});

/** Every input at the vendor's default. */
export const vendorDefaults = (ref: string): z.output<typeof Inputs> => Inputs.parse({ projectRef: ref });
