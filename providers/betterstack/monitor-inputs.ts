import { z } from "zod";
import { alertingInputs } from "./alerting-inputs.ts";

const flag = (standard: boolean, what: string) => z.boolean().default(standard).describe(what);
const region = z.enum(["us", "eu", "as", "au"]);
const days = z.literal([1, 2, 3, 7, 14, 30, 60]).optional();

const header = z.strictObject({
  name: z.string().min(1).describe("Name of the header."),
  value: z.string().describe("Its value."),
});
export type Header = z.output<typeof header>;

/** One order for what has none: by name, then by value. */
export const inNameOrder = (headers: readonly Header[]): Header[] =>
  headers.toSorted((a, b) => (a.name === b.name ? compare(a.value, b.value) : compare(a.name, b.name)));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const inRegionOrder = (regions: readonly string[]) => region.options.filter((one) => regions.includes(one));
export const ascending = (codes: readonly number[]): number[] => codes.toSorted((a, b) => a - b);

export const monitorInputs = z.strictObject({
  monitorType: z
    .enum([
      "status",
      "expected_status_code",
      "keyword",
      "keyword_absence",
      "ping",
      "tcp",
      "udp",
      "smtp",
      "pop",
      "imap",
      "dns",
      "playwright",
    ])
    .describe("What is tried: `status` is any 2XX."),
  url: z.string().min(1).describe("Address of the page, or the host."),
  pronounceableName: z.string().min(1).describe("Name, said on the phone; how it is found again, so unique here."),
  checkFrequency: z.int().min(30).max(1800).default(180).describe("Seconds between two checks, 30 to 1800."),
  requestTimeout: z
    .int()
    .optional()
    .describe(
      "Time for an answer: seconds (2, 3, 5, 10, 15, 30, 45, 60; of playwright 15 up), or milliseconds (500, 1000, 2000, 3000, 5000) for ping, dns and ports. Left out: 30 or 5000.",
    ),
  confirmationPeriod: z.int().min(0).default(0).describe("Seconds of failure before it is an incident."),
  recoveryPeriod: z.int().min(0).default(180).describe("Seconds of success before it is over."),
  regions: z
    .array(region)
    .min(1)
    .default([...region.options])
    .transform(inRegionOrder)
    .describe("Where from: `us`, `eu`, `as`, `au`. Left out: all."),
  expectedStatusCodes: z
    .array(z.int())
    .default([])
    .transform(ascending)
    .describe("Statuses that are right; for type `expected_status_code`."),
  requiredKeyword: z.string().optional().describe("For types `keyword`, `keyword_absence` and `udp`."),
  httpMethod: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH"]).default("GET").describe("How the page is asked for."),
  requestBody: z.string().optional().describe("Body of the request; for type `dns` the name that is looked up."),
  requestHeaders: z.array(header).default([]).transform(inNameOrder).describe("Further headers of the request."),
  authUsername: z.string().optional().describe("User of HTTP Basic authentication."),
  authPassword: z.string().optional().describe("Its password."),
  verifySsl: flag(true, "Whether the certificate must be valid."),
  sslExpiration: days.describe("Days of warning before the certificate ends: 1, 2, 3, 7, 14, 30, 60. Left out: none."),
  domainExpiration: days.describe("Days of warning before the domain ends, as above. Left out: none."),
  expirationPolicyId: z.int().optional().describe("Escalation policy of both warnings. Left out: e-mail to the team."),
  followRedirects: flag(true, "Whether redirects are followed."),
  rememberCookies: flag(false, "Whether cookies are kept on redirects."),
  port: z.string().optional().describe("Port, for types tcp, udp, smtp, pop, imap: `25,465,587`."),
  ipVersion: z.enum(["ipv4", "ipv6"]).optional().describe("Only this one. Left out: both."),
  playwrightScript: z.string().optional().describe("JavaScript of the scenario, for type `playwright`."),
  scenarioName: z.string().optional().describe("Name of the scenario, for type `playwright`."),
  monitorGroupId: z.int().optional().describe("Id of the group that it stands in. Left out: none."),
  ...alertingInputs,
});
export type MonitorInputs = z.output<typeof monitorInputs>;

const servers: readonly string[] = ["ping", "tcp", "udp", "smtp", "pop", "imap", "dns"];

/** Better Stack API: the unit depends on the type. */
export const usualTimeout = (type: MonitorInputs["monitorType"]): number => (servers.includes(type) ? 5000 : 30);
