import type { Hand } from "./sentry-by-hand.ts";

/** The ids of `sentry-projects.ts`'s exhibits, made by hand. */
export async function projectsByHand({ org, call, secret }: Hand): Promise<Record<string, string>> {
  await call(`POST organizations/${org}/teams/`, { name: "Gallery Team", slug: "gallery-team" });
  await call(`POST organizations/${org}/teams/`, { name: "Gallery Crew", slug: "gallery-crew" });

  const web = `projects/${org}/gallery-web/`;
  await call(`POST teams/${org}/gallery-team/projects/`, {
    name: "Gallery Web",
    slug: "gallery-web",
    platform: "javascript-nextjs",
    default_rules: false,
  });
  await call(`POST ${web}teams/gallery-crew/`);
  await call(`PUT ${web}`, {
    resolveAge: 720,
    digestsMinDelay: 60,
    digestsMaxDelay: 600,
    subjectPrefix: "[web] ",
    subjectTemplate: "$title",
    defaultEnvironment: "production",
    highlightTags: ["release", "environment"],
    fingerprintingRules: "error.type:DatabaseUnavailable -> system-down",
    groupingEnhancements: "stack.function:panic_handler ^-group",
    allowedDomains: ["gallery.example", "*.gallery.example"],
    scrapeJavaScript: false,
    securityToken: secret("sentry-security-token"),
    securityTokenHeader: "X-Gallery",
    verifySSL: true,
    dataScrubber: false,
    dataScrubberDefaults: false,
    scrubIPAddresses: true,
    sensitiveFields: ["ssn", "card"],
    safeFields: ["id"],
    options: {
      "filters:blacklisted_ips": "192.0.2.1",
      "filters:releases": "2.*\n1.*",
      "filters:error_messages": "TypeError*",
    },
  });
  for (const { id } of await call(`GET ${web}keys/`)) await call(`DELETE ${web}keys/${id}/`);
  await call(`POST teams/${org}/gallery-team/projects/`, { name: "Gallery Plain", slug: "gallery-plain" });

  const browser = await call(`POST ${web}keys/`, { name: "browser", rateLimit: { window: 60, count: 100 } });
  const server = await call(`POST ${web}keys/`, { name: "server" });

  return {
    sentryTeam: `${org}/gallery-team`,
    sentryTeamCrew: `${org}/gallery-crew`,
    sentryProject: `${org}/gallery-web`,
    sentryProjectPlain: `${org}/gallery-plain`,
    sentryKey: `${org}/gallery-web/${browser.id}`,
    sentryKeyPlain: `${org}/gallery-web/${server.id}`,
  };
}
