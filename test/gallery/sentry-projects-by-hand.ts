import type { Hand } from "./sentry-by-hand.ts";

/** The ids of `sentry-projects.ts`'s exhibits, made by hand. */
export async function projectsByHand({ org, call, secret }: Hand): Promise<Record<string, string>> {
  await call(`POST organizations/${org}/teams/`, { name: "Gallery Team", slug: "gallery-team" });
  await call(`POST organizations/${org}/teams/`, { name: "Gallery Crew", slug: "gallery-crew" });
  const guard = await call(`POST organizations/${org}/members/`, {
    email: "guard@gallery.example",
    orgRole: "member",
    teamRoles: [{ teamSlug: "gallery-team" }, { teamSlug: "gallery-crew" }],
  });

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
    highlightContext: { user: ["email", "id"], browser: ["name"] },
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
    relayPiiConfig: '{"rules": {}, "applications": {"$string": ["@creditcard:mask"]}}',
    storeCrashReports: 5,
    enableAutoReleaseCreation: false,
    scmSourceContextEnabled: false,
    options: {
      "filters:blacklisted_ips": "192.0.2.1",
      "filters:releases": "2.*\n1.*",
      "filters:error_messages": "TypeError*",
    },
  });
  for (const { id } of await call(`GET ${web}keys/`)) await call(`DELETE ${web}keys/${id}/`);
  await call(`POST teams/${org}/gallery-team/projects/`, { name: "Gallery Plain", slug: "gallery-plain" });

  const browser = await call(`POST ${web}keys/`, { name: "browser", rateLimit: { window: 60, count: 100 } });
  await call(`PUT ${web}keys/${browser.id}/`, {
    browserSdkVersion: "7.x",
    dynamicSdkLoaderOptions: {
      hasReplay: false,
      hasPerformance: false,
      hasDebug: true,
      hasFeedback: true,
      hasLogsAndMetrics: true,
    },
  });
  const server = await call(`POST ${web}keys/`, { name: "server" });

  await call(`PUT ${web}filters/localhost/`, { active: true });
  await call(`PUT ${web}filters/legacy-browsers/`, { subfilters: ["ie", "safari"] });
  await call(`DELETE organizations/${org}/spike-protections/`, { projects: ["gallery-web"] });
  await call(`PUT ${web}ownership/`, {
    raw: "path:src/shop/* #gallery-team\nurl:*/admin/* guard@gallery.example",
    fallthrough: false,
    autoAssignment: "Turn off Auto-Assignment",
    codeownersAutoSync: false,
  });

  const repository = await call(`POST organizations/${org}/repos/`, {
    provider: "integrations:github",
    installation: "4103",
    identifier: "gallery/web",
  });
  const project = await call(`GET ${web}`);
  const mapping = await call(`POST organizations/${org}/code-mappings/`, {
    projectId: project.id,
    repositoryId: repository.id,
    integrationId: "4103",
    stackRoot: "app:///",
    sourceRoot: "src/",
    defaultBranch: "main",
  });

  return {
    sentryTeam: `${org}/gallery-team`,
    sentryTeamCrew: `${org}/gallery-crew`,
    sentryMember: `${org}/${guard.id}`,
    sentryProject: `${org}/gallery-web`,
    sentryProjectPlain: `${org}/gallery-plain`,
    sentryKey: `${org}/gallery-web/${browser.id}`,
    sentryKeyPlain: `${org}/gallery-web/${server.id}`,
    sentryFilter: `${org}/gallery-web/localhost`,
    sentryFilterBrowsers: `${org}/gallery-web/legacy-browsers`,
    sentrySpikeProtection: `${org}/gallery-web`,
    sentryRepository: `${org}/gallery/web`,
    sentryCodeMapping: `${org}/${mapping.id}`,
    sentryOwnership: `${org}/gallery-web`,
  };
}
