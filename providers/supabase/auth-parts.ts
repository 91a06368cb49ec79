import { z } from "zod";

const writeOnly = "Write-only: the vendor tells a hash.";

/** A mail server. The vendor takes it as a whole or not at all. */
export const Smtp = z.strictObject({
  host: z.string().min(1),
  port: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port in quotes, e.g. "465"')
    .describe("A string, as the vendor has it."),
  user: z.string().min(1),
  pass: z.string().min(1).describe(writeOnly),
  senderName: z.string().min(1).describe("Name that mails come from."),
  adminEmail: z.email().describe("Address that mails come from."),
  maxFrequency: z.number().int().min(0).max(32_767).default(60).describe("Seconds between two mails to one address."),
});

const oauth = {
  enabled: z.boolean().default(true),
  clientId: z.string().min(1).optional().describe("The client's id at that service."),
  secret: z.string().min(1).optional().describe(writeOnly),
};
const mail = {
  emailOptional: z.boolean().default(false).describe("Let people in whose mail address that service does not tell."),
};
const Plain = z.strictObject({ ...oauth, ...mail }).optional();
const WithUrl = z.strictObject({
  ...oauth,
  ...mail,
  url: z.url().optional().describe("Address of the own instance or tenant."),
});
const clientIds = z
  .array(z.string().regex(/^[^,\s]+$/, "must be one client id"))
  .default([])
  .transform((ids) => [...new Set(ids)].sort())
  .describe("Further client ids (apps on phones), besides `clientId`; order does not matter.");

/** Services that people can sign in with. */
export const External = z
  .strictObject({
    apple: z.strictObject({ ...oauth, ...mail, additionalClientIds: clientIds }).optional(),
    azure: WithUrl.optional(),
    bitbucket: Plain,
    discord: Plain,
    facebook: Plain,
    figma: Plain,
    github: Plain,
    gitlab: WithUrl.optional(),
    google: z
      .strictObject({
        ...oauth,
        ...mail,
        additionalClientIds: clientIds,
        skipNonceCheck: z.boolean().default(false).describe("For native apps that send no nonce."),
      })
      .optional(),
    kakao: Plain,
    keycloak: WithUrl.optional(),
    linkedinOidc: Plain,
    notion: Plain,
    slack: Plain,
    slackOidc: Plain,
    spotify: Plain,
    twitch: Plain,
    twitter: Plain,
    workos: WithUrl.omit({ emailOptional: true }).optional(),
    x: Plain,
    zoom: Plain,
  })
  .prefault({});

const key = z.string().min(1);
const hidden = key.describe(writeOnly);

/** Services that send codes by SMS; the vendor takes each as a whole. */
const SmsServices = {
  messagebird: z.strictObject({ accessKey: hidden, originator: key }).optional(),
  textlocal: z.strictObject({ apiKey: hidden, sender: key }).optional(),
  twilio: z
    .strictObject({ accountSid: key, authToken: hidden, messageServiceSid: key, contentSid: key.optional() })
    .optional(),
  twilioVerify: z.strictObject({ accountSid: key, authToken: hidden, messageServiceSid: key }).optional(),
  vonage: z.strictObject({ apiKey: hidden, apiSecret: hidden, from: key }).optional(),
};
export const smsServices = Object.entries(SmsServices).map(([name, shape]) => ({
  name,
  properties: Object.keys(shape.unwrap().shape),
}));

/** Codes by SMS, for sign-in by phone. */
export const Sms = z
  .strictObject({
    provider: z
      .enum(["messagebird", "textlocal", "twilio", "twilio_verify", "vonage"])
      .default("twilio")
      .describe("Which of the services below sends."),
    ...SmsServices,
    autoconfirm: z.boolean().default(false).describe("Accept numbers without a code."),
    maxFrequency: z
      .number()
      .int()
      .min(0)
      .max(32_767)
      .default(5)
      .describe("Seconds between two messages to one number."),
    otpExp: z.number().int().min(0).max(2_147_483_647).default(60).describe("Seconds that a code is good for."),
    otpLength: z.number().int().min(0).max(32_767).default(6).describe("Digits of a code."),
    template: z.string().default("Your code is {{ .Code }}").describe("Text of the message."),
    testOtp: z
      .string()
      .regex(/^([0-9]{1,15}=[0-9]+,?)+$/, "must be number=code, several joined by commas")
      .optional()
      .describe("Numbers that get no message and a fixed code, e.g. `491701234567=123456`."),
    testOtpValidUntil: z.iso.datetime().optional().describe("When these codes end, ISO 8601 in UTC."),
  })
  .prefault({});

const Hook = z
  .strictObject({
    enabled: z.boolean().default(true),
    uri: z.string().min(1).describe("`pg-functions://<database>/<schema>/<function>` or an https URL."),
    secrets: z.string().min(1).optional().describe(`For https: \`v1,whsec_…\`, several joined by |. ${writeOnly}`),
  })
  .optional();

/** Places where Auth asks a function of yours. */
export const Hooks = z
  .strictObject({
    sendEmail: Hook,
    sendSms: Hook,
    customAccessToken: Hook,
    mfaVerificationAttempt: Hook,
    passwordVerificationAttempt: Hook,
    beforeUserCreated: Hook,
    afterUserCreated: Hook,
  })
  .prefault({});
