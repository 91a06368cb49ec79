import * as supabase from "../../providers/supabase/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import type { Wall } from "./supabase-project.ts";

/** Auth with everything declared that it has. */
export function hangAuth(exhibition: Exhibition, { projectRef, opts }: Wall): void {
  const { hang, turn, secret } = exhibition;
  hang(
    "supabaseAuthSettings",
    supabase.AuthSettings,
    {
      projectRef,
      siteUrl: turn("https://gallery.example", "https://changed.example"),
      additionalRedirectUrls: turn(
        ["https://a.gallery.example/**", "https://b.gallery.example/back"],
        ["https://c.gallery.example/back"],
      ),
      jwtExp: turn(1800, 7200),
      disableSignup: turn(true, false),
      externalEmailEnabled: turn(false, true),
      externalPhoneEnabled: turn(true, false),
      externalAnonymousUsersEnabled: turn(true, false),
      passwordMinLength: turn(12, 14),
      passwordRequiredCharacters: turn("lower_upper_letters_digits_symbols", "letters_digits"),
      passwordHibpEnabled: turn(true, false),
      mailer: {
        autoconfirm: turn(true, false),
        secureEmailChangeEnabled: turn(false, true),
        allowUnverifiedEmailSignIns: turn(true, false),
        otpExp: turn(600, 900),
        otpLength: turn(8, 7),
        notifications: notifications(exhibition),
      },
      sms: sms(exhibition),
      web3: { ethereumEnabled: turn(true, false), solanaEnabled: turn(false, true) },
      smtp: {
        host: turn("smtp.gallery.example", "mail.gallery.example"),
        port: turn("465", "587"),
        user: turn("gallery", "gallery-2"),
        pass: turn(secret("supabase-smtp"), secret("supabase-smtp-2")),
        senderName: turn("Gallery", "Galleries"),
        adminEmail: turn("mail@gallery.example", "post@gallery.example"),
        maxFrequency: turn(30, 45),
      },
      mfa: mfa(exhibition),
      sessions: turn(
        { timebox: 86_400, inactivityTimeout: 3600, singlePerUser: true },
        { timebox: 43_200, inactivityTimeout: 1800, singlePerUser: false },
      ),
      security: {
        captchaEnabled: turn(true, false),
        captchaProvider: turn("turnstile", "hcaptcha"),
        captchaSecret: turn(secret("supabase-captcha"), secret("supabase-captcha-2")),
        manualLinkingEnabled: turn(true, false),
        updatePasswordRequireReauthentication: turn(true, false),
        refreshTokenRotationEnabled: turn(false, true),
        refreshTokenReuseInterval: turn(5, 15),
        sbForwardedForEnabled: turn(true, false),
      },
      rateLimits: turn(
        { emailSent: 100, smsSent: 20, verify: 40, tokenRefresh: 200, otp: 25, anonymousUsers: 10, web3: 20 },
        { emailSent: 50, smsSent: 10, verify: 20, tokenRefresh: 100, otp: 15, anonymousUsers: 20, web3: 10 },
      ),
      external: external(exhibition),
      hooks: hooks(exhibition),
    },
    opts,
  );
}

/** Two kinds of mail. */
export function hangMails({ hang, turn }: Exhibition, { projectRef, opts }: Wall): void {
  hang(
    "supabaseAuthEmailTemplate",
    supabase.AuthEmailTemplate,
    {
      projectRef,
      template: "magic_link",
      subject: turn("Your way in", "Come in, {{ .Email }}"),
      content: turn("<a href='{{ .ConfirmationURL }}'>in</a>", "<p>{{ .Token }}</p>"),
    },
    opts,
  );
  hang(
    "supabaseAuthEmailTemplateNotice",
    supabase.AuthEmailTemplate,
    {
      projectRef,
      template: "password_changed_notification",
      subject: turn("New password", "Another password"),
      content: turn("<p>It was you, we hope.</p>", "<p>Was it you?</p>"),
    },
    opts,
  );
}

function notifications({ turn }: Exhibition) {
  return {
    passwordChangedEnabled: turn(true, false),
    emailChangedEnabled: turn(true, false),
    phoneChangedEnabled: turn(true, false),
    identityLinkedEnabled: turn(true, false),
    identityUnlinkedEnabled: turn(true, false),
    mfaFactorEnrolledEnabled: turn(true, false),
    mfaFactorUnenrolledEnabled: turn(true, false),
  };
}

function sms({ turn, secret }: Exhibition) {
  const own = (name: string) => turn(`gallery-${name}`, `changed-${name}`);
  const hidden = (name: string) => turn(secret(`supabase-sms-${name}`), secret(`supabase-sms-${name}-2`));
  return {
    provider: turn<"twilio", "vonage">("twilio", "vonage"),
    autoconfirm: turn(true, false),
    maxFrequency: turn(15, 20),
    otpExp: turn(90, 120),
    otpLength: turn(8, 7),
    template: turn("Gallery: {{ .Code }}", "{{ .Code }}"),
    testOtp: turn("491701234567=123456", "491701234568=123456,491701234569=654321"),
    testOtpValidUntil: turn("2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"),
    messagebird: { accessKey: hidden("messagebird"), originator: own("messagebird") },
    textlocal: { apiKey: hidden("textlocal"), sender: own("textlocal") },
    twilio: {
      accountSid: own("account"),
      authToken: hidden("twilio"),
      messageServiceSid: own("service"),
      contentSid: own("content"),
    },
    twilioVerify: {
      accountSid: own("verify-account"),
      authToken: hidden("verify"),
      messageServiceSid: own("verify-service"),
    },
    vonage: { apiKey: hidden("vonage"), apiSecret: hidden("vonage-secret"), from: own("vonage") },
  };
}

function mfa({ turn }: Exhibition) {
  return {
    maxEnrolledFactors: turn(5, 6),
    totp: turn({ enrollEnabled: false, verifyEnabled: false }, { enrollEnabled: true, verifyEnabled: true }),
    phone: turn(
      { enrollEnabled: true, verifyEnabled: true, otpLength: 8, maxFrequency: 10, template: "Code {{ .Code }}" },
      { enrollEnabled: false, verifyEnabled: false, otpLength: 7, maxFrequency: 20, template: "{{ .Code }}" },
    ),
    webAuthn: turn({ enrollEnabled: true, verifyEnabled: true }, { enrollEnabled: false, verifyEnabled: false }),
  };
}

function external({ turn, secret }: Exhibition) {
  const client = (name: string) => ({
    enabled: turn(true, false),
    clientId: turn(`gallery-${name}`, `changed-${name}`),
    secret: turn(secret(`supabase-${name}`), secret(`supabase-${name}-2`)),
    ...(name === "workos" ? {} : { emailOptional: turn(true, false) }),
  });
  const withUrl = (name: string) => ({
    ...client(name),
    url: turn(`https://${name}.gallery.example`, `https://${name}.changed.example`),
  });
  return {
    apple: { ...client("apple"), additionalClientIds: turn(["com.example.a", "com.example.b"], ["com.example.c"]) },
    azure: withUrl("azure"),
    bitbucket: client("bitbucket"),
    discord: client("discord"),
    facebook: client("facebook"),
    figma: client("figma"),
    github: client("github"),
    gitlab: withUrl("gitlab"),
    google: {
      ...client("google"),
      additionalClientIds: turn(["android", "ios"], ["ios"]),
      skipNonceCheck: turn(true, false),
    },
    kakao: client("kakao"),
    keycloak: withUrl("keycloak"),
    linkedinOidc: client("linkedinOidc"),
    notion: client("notion"),
    slack: client("slack"),
    slackOidc: client("slackOidc"),
    spotify: client("spotify"),
    twitch: client("twitch"),
    twitter: client("twitter"),
    workos: withUrl("workos"),
    x: client("x"),
    zoom: client("zoom"),
  };
}

function hooks({ turn, secret }: Exhibition) {
  const inDatabase = (name: string) => ({
    enabled: turn(true, false),
    uri: turn(`pg-functions://postgres/public/${name}`, `pg-functions://postgres/api/${name}`),
  });
  const onHttps = (name: string) => ({
    enabled: turn(true, false),
    uri: turn(`https://hooks.gallery.example/${name}`, `https://hooks.changed.example/${name}`),
    secrets: turn(`v1,whsec_${secret(`supabase-hook-${name}`)}`, `v1,whsec_${secret(`supabase-hook-${name}-2`)}`),
  });
  return {
    sendEmail: onHttps("sendEmail"),
    sendSms: onHttps("sendSms"),
    customAccessToken: inDatabase("customAccessToken"),
    mfaVerificationAttempt: inDatabase("mfaVerificationAttempt"),
    passwordVerificationAttempt: inDatabase("passwordVerificationAttempt"),
    beforeUserCreated: onHttps("beforeUserCreated"),
    afterUserCreated: inDatabase("afterUserCreated"),
  };
}
