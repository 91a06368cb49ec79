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
const Plain = z.strictObject(oauth).optional();
const WithUrl = z.strictObject({
  ...oauth,
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
    apple: z.strictObject({ ...oauth, additionalClientIds: clientIds }).optional(),
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
    workos: WithUrl.optional(),
    x: Plain,
    zoom: Plain,
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
