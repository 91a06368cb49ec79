import type { Hand } from "./supabase-by-hand.ts";

/** The auth exhibits in the vendor's flat keys; their import ids. */
export async function authByHand({ call, at, ref, secret }: Hand): Promise<Record<string, string>> {
  await call("PATCH", `${at}/config/auth`, {
    site_url: "https://gallery.example",
    uri_allow_list: "https://b.gallery.example/back,https://a.gallery.example/**",
    jwt_exp: 1800,
    disable_signup: true,
    external_email_enabled: false,
    external_phone_enabled: true,
    external_anonymous_users_enabled: true,
    password_min_length: 12,
    password_required_characters:
      "abcdefghijklmnopqrstuvwxyz:ABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789:!@#$%^&*()_+-=[]{};'\\\\:\"|<>?,./`~",
    password_hibp_enabled: true,
    mailer_autoconfirm: true,
    mailer_secure_email_change_enabled: false,
    mailer_allow_unverified_email_sign_ins: true,
    mailer_otp_exp: 600,
    mailer_otp_length: 8,
    smtp_host: "smtp.gallery.example",
    smtp_port: "465",
    smtp_user: "gallery",
    smtp_pass: secret("supabase-smtp"),
    smtp_sender_name: "Gallery",
    smtp_admin_email: "mail@gallery.example",
    smtp_max_frequency: 30,
    sessions_timebox: 86_400,
    sessions_inactivity_timeout: 3600,
    sessions_single_per_user: true,
    security_captcha_enabled: true,
    security_captcha_provider: "turnstile",
    security_captcha_secret: secret("supabase-captcha"),
    security_manual_linking_enabled: true,
    security_update_password_require_reauthentication: true,
    refresh_token_rotation_enabled: false,
    security_refresh_token_reuse_interval: 5,
    security_sb_forwarded_for_enabled: true,
    external_web3_ethereum_enabled: true,
    ...notifications,
    ...sms(secret),
    ...secondFactors,
    ...rateLimits,
    ...external(secret),
    ...hooks(secret),
    mailer_subjects_magic_link: "Your way in",
    mailer_templates_magic_link_content: "<a href='{{ .ConfirmationURL }}'>in</a>",
    mailer_subjects_password_changed_notification: "New password",
    mailer_templates_password_changed_notification_content: "<p>It was you, we hope.</p>",
  });
  return {
    supabaseAuthSettings: ref,
    supabaseAuthEmailTemplate: `${ref}/magic_link`,
    supabaseAuthEmailTemplateNotice: `${ref}/password_changed_notification`,
  };
}

const notifications = {
  mailer_notifications_password_changed_enabled: true,
  mailer_notifications_email_changed_enabled: true,
  mailer_notifications_phone_changed_enabled: true,
  mailer_notifications_identity_linked_enabled: true,
  mailer_notifications_identity_unlinked_enabled: true,
  mailer_notifications_mfa_factor_enrolled_enabled: true,
  mailer_notifications_mfa_factor_unenrolled_enabled: true,
};

const sms = (secret: Hand["secret"]) => ({
  sms_provider: "twilio",
  sms_autoconfirm: true,
  sms_max_frequency: 15,
  sms_otp_exp: 90,
  sms_otp_length: 8,
  sms_template: "Gallery: {{ .Code }}",
  sms_test_otp: "491701234567=123456",
  sms_test_otp_valid_until: "2030-01-01T00:00:00Z",
  sms_messagebird_access_key: secret("supabase-sms-messagebird"),
  sms_messagebird_originator: "gallery-messagebird",
  sms_textlocal_api_key: secret("supabase-sms-textlocal"),
  sms_textlocal_sender: "gallery-textlocal",
  sms_twilio_account_sid: "gallery-account",
  sms_twilio_auth_token: secret("supabase-sms-twilio"),
  sms_twilio_message_service_sid: "gallery-service",
  sms_twilio_content_sid: "gallery-content",
  sms_twilio_verify_account_sid: "gallery-verify-account",
  sms_twilio_verify_auth_token: secret("supabase-sms-verify"),
  sms_twilio_verify_message_service_sid: "gallery-verify-service",
  sms_vonage_api_key: secret("supabase-sms-vonage"),
  sms_vonage_api_secret: secret("supabase-sms-vonage-secret"),
  sms_vonage_from: "gallery-vonage",
});

const secondFactors = {
  mfa_max_enrolled_factors: 5,
  mfa_totp_enroll_enabled: false,
  mfa_totp_verify_enabled: false,
  mfa_phone_enroll_enabled: true,
  mfa_phone_verify_enabled: true,
  mfa_phone_otp_length: 8,
  mfa_phone_max_frequency: 10,
  mfa_phone_template: "Code {{ .Code }}",
  mfa_web_authn_enroll_enabled: true,
  mfa_web_authn_verify_enabled: true,
};

const rateLimits = {
  rate_limit_email_sent: 100,
  rate_limit_sms_sent: 20,
  rate_limit_verify: 40,
  rate_limit_token_refresh: 200,
  rate_limit_otp: 25,
  rate_limit_anonymous_users: 10,
  rate_limit_web3: 20,
};

function external(secret: Hand["secret"]): Record<string, unknown> {
  const client = ([wire, name]: readonly [string, string]): [string, unknown][] => [
    [`external_${wire}_enabled`, true],
    [`external_${wire}_client_id`, `gallery-${name}`],
    [`external_${wire}_secret`, secret(`supabase-${name}`)],
    ...(wire === "workos" ? [] : [[`external_${wire}_email_optional`, true] satisfies [string, unknown]]),
  ];
  const plain = [
    ...["apple", "azure", "bitbucket", "discord", "facebook", "figma", "github", "gitlab", "google", "kakao"],
    ...["keycloak", "notion", "slack", "spotify", "twitch", "twitter", "workos", "x", "zoom"],
  ].map((name) => [name, name] as const);
  const clients = [...plain, ["linkedin_oidc", "linkedinOidc"], ["slack_oidc", "slackOidc"]] as const;
  const urls = ["azure", "gitlab", "keycloak", "workos"];
  return {
    ...Object.fromEntries(clients.flatMap(client)),
    ...Object.fromEntries(urls.map((name) => [`external_${name}_url`, `https://${name}.gallery.example`])),
    external_apple_additional_client_ids: "com.example.a,com.example.b",
    external_google_additional_client_ids: "android,ios",
    external_google_skip_nonce_check: true,
  };
}

function hooks(secret: Hand["secret"]): Record<string, unknown> {
  const hook = (wire: string, uri: string) => [
    [`hook_${wire}_enabled`, true],
    [`hook_${wire}_uri`, uri],
  ];
  const inDatabase = (wire: string, name: string) => hook(wire, `pg-functions://postgres/public/${name}`);
  const onHttps = (wire: string, name: string) => [
    ...hook(wire, `https://hooks.gallery.example/${name}`),
    [`hook_${wire}_secrets`, `v1,whsec_${secret(`supabase-hook-${name}`)}`],
  ];
  return Object.fromEntries([
    ...onHttps("send_email", "sendEmail"),
    ...onHttps("send_sms", "sendSms"),
    ...inDatabase("custom_access_token", "customAccessToken"),
    ...inDatabase("mfa_verification_attempt", "mfaVerificationAttempt"),
    ...inDatabase("password_verification_attempt", "passwordVerificationAttempt"),
    ...onHttps("before_user_created", "beforeUserCreated"),
    ...inDatabase("after_user_created", "afterUserCreated"),
  ]);
}
