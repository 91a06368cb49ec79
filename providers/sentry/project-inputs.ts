import { z } from "zod";
import { slug } from "./slug.ts";

export const mostSlug = 100;

const set = (what: string, standard: readonly string[] = []) =>
  z
    .array(z.string())
    .transform((all) => [...new Set(all)].toSorted())
    .default([...standard])
    .describe(`${what}; a set.`);
const flag = (standard: boolean, what: string) => z.boolean().default(standard).describe(what);

const clientSecurity = z.strictObject({
  allowedDomains: set("Origins whose events are taken, e.g. `*.example.com`", ["*"]),
  scrapeJavascript: flag(true, "Whether Sentry fetches missing JavaScript sources."),
  securityToken: z
    .string()
    .max(200)
    .optional()
    .describe("Sent with those fetches. Left out: the one that Sentry made."),
  securityTokenHeader: z.string().max(20).default("").describe("Header of the token; empty: X-Sentry-Token."),
  verifyTlsSsl: flag(false, "Whether those fetches verify certificates."),
});

const filters = z.strictObject({
  blacklistedIps: set("Addresses and CIDR ranges whose events are dropped"),
  releases: set("Patterns of releases whose events are dropped, e.g. `1.*`"),
  errorMessages: set("Patterns of messages whose events are dropped, e.g. `TypeError*`"),
});

export const projectInputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  teams: z
    .array(z.string())
    .min(1)
    .transform((all) => [...new Set(all)].toSorted())
    .describe("Slugs of the teams that own the project, at least one; a set."),
  name: z.string().min(1).max(50).describe("Display name, up to 50 characters."),
  slug: slug(mostSlug),
  platform: z.string().optional().describe("Platform, e.g. `javascript-nextjs`. Left out: none."),
  defaultRules: flag(true, "Whether the project starts with an alert on every new issue. Only read at creation."),
  defaultKey: flag(true, "Whether the project keeps the key that Sentry makes with it. Only read at creation."),
  resolveAge: z.int().min(0).max(720).default(0).describe("Hours without events after which issues resolve; 0: never."),
  digestsMinDelay: z.int().min(60).max(3600).default(300).describe("Seconds before a digest is sent, 60 to 3600."),
  digestsMaxDelay: z.int().min(60).max(3600).default(1800).describe("Seconds between two digests, 60 to 3600."),
  subjectPrefix: z.string().max(200).default("").describe("What mail subjects begin with."),
  subjectTemplate: z.string().max(200).default("$shortID - $title").describe("Mail subject."),
  defaultEnvironment: z.string().max(64).optional().describe("Environment that issues are shown for. Left out: all."),
  highlightTags: z
    .array(z.string())
    .transform((all) => [...new Set(all)].toSorted())
    .optional()
    .describe("Tags shown at the top of an issue; a set. Left out: those that Sentry chooses for the platform."),
  highlightContext: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe("Keys of each context shown at the top of an issue. Left out: those that Sentry chooses."),
  fingerprintingRules: z.string().default("").describe("`matcher:glob -> fingerprint`, a rule a line."),
  groupingEnhancements: z.string().default("").describe("`matcher:glob ^-group`, a rule a line."),
  filters: filters.default(filters.parse({})).describe("Events that are dropped on arrival."),
  clientSecurity: clientSecurity.default(clientSecurity.parse({})).describe("Whose events are taken."),
  dataScrubber: flag(true, "Whether sensitive data is scrubbed by the server."),
  dataScrubberDefaults: flag(true, "Whether the usual fields (password, credit card, …) are scrubbed."),
  scrubIpAddresses: flag(false, "Whether addresses of users are not stored."),
  sensitiveFields: set("Fields that are scrubbed besides"),
  safeFields: set("Fields that are never scrubbed"),
  relayPiiConfig: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("Advanced data scrubbing: rules and where they apply, in Relay's form. Left out: none."),
  storeCrashReports: z
    .int()
    .min(-1)
    .max(100)
    .optional()
    .describe("Native crash reports kept an issue, 1 to 100; 0: none, -1: all. Left out: as the organization has it."),
  enableAutoReleaseCreation: flag(true, "Whether an event of an unknown release makes that release."),
  scmSourceContextEnabled: flag(true, "Whether source lines are read from the linked repository."),
});

export type ProjectInputs = z.output<typeof projectInputs>;
