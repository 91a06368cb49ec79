import {
  type Provider,
  SentryKey,
  SentryOrganizationCodeMapping,
  SentryOrganizationMember,
  SentryOrganizationRepositoryGithub,
  SentryProject,
  SentryProjectInboundDataFilter,
  SentryProjectOwnership,
  SentryProjectSpikeProtection,
  SentryTeam,
} from "../../providers/sentry/sdk.ts";
import type { Exhibition } from "./gallery.ts";

/** Where the exhibits hang. */
export interface Hall {
  readonly organization: string;
  readonly provider: Provider;
}

/** What the later exhibits are part of. */
export interface Projects {
  readonly team: SentryTeam;
  readonly web: SentryProject;
}

/** Teams, projects and their keys. */
export function hangProjects({ hang, turn, secret }: Exhibition, { organization, provider }: Hall): Projects {
  const opts = { provider };
  const team = hang(
    "sentryTeam",
    SentryTeam,
    { organization, name: turn("Gallery Team", "Gallery Guards"), slug: "gallery-team" },
    opts,
  );
  const crew = hang(
    "sentryTeamCrew",
    SentryTeam,
    { organization, name: "Gallery Crew", slug: turn("gallery-crew", "gallery-guides") },
    opts,
  );
  hang(
    "sentryMember",
    SentryOrganizationMember,
    {
      organization,
      email: "Guard@gallery.example",
      role: turn("member" as const, "manager" as const),
      teams: turn([team.slug, crew.slug], [team.slug]),
    },
    opts,
  );

  const web = hang(
    "sentryProject",
    SentryProject,
    {
      organization,
      teams: turn([team.slug, crew.slug], [team.slug]),
      name: turn("Gallery Web", "Gallery Web App"),
      slug: "gallery-web",
      platform: turn("javascript-nextjs", "javascript-react"),
      defaultRules: false,
      defaultKey: false,
      resolveAge: turn(720, 168),
      digestsMinDelay: turn(60, 120),
      digestsMaxDelay: turn(600, 1200),
      subjectPrefix: turn("[web] ", "[app] "),
      subjectTemplate: turn("$title", "$shortID: $title"),
      defaultEnvironment: turn("production", "staging"),
      highlightTags: turn(["environment", "release"], ["release", "url"]),
      highlightContext: turn({ browser: ["name"], user: ["email", "id"] }, { user: ["id"] }),
      fingerprintingRules: turn("error.type:DatabaseUnavailable -> system-down", "error.type:Timeout -> too-slow"),
      groupingEnhancements: turn("stack.function:panic_handler ^-group", "stack.function:log_and_throw -group"),
      filters: turn(
        { blacklistedIps: ["192.0.2.1"], releases: ["1.*", "2.*"], errorMessages: ["TypeError*"] },
        { blacklistedIps: ["192.0.2.0/24"], releases: ["3.*"], errorMessages: ["RangeError*", "TypeError*"] },
      ),
      clientSecurity: {
        allowedDomains: turn(["*.gallery.example", "gallery.example"], ["gallery.example"]),
        scrapeJavascript: turn(false, true),
        securityToken: secret(turn("sentry-security-token", "sentry-security-token-changed")),
        securityTokenHeader: turn("X-Gallery", "X-Guard"),
        verifyTlsSsl: turn(true, false),
      },
      dataScrubber: turn(false, true),
      dataScrubberDefaults: turn(false, true),
      scrubIpAddresses: turn(true, false),
      sensitiveFields: turn(["card", "ssn"], ["card"]),
      safeFields: turn(["id"], ["id", "sku"]),
      relayPiiConfig: turn(
        { applications: { $string: ["@creditcard:mask"] }, rules: {} },
        { applications: { "**": ["@ip:remove", "@email:hash"] } },
      ),
      storeCrashReports: turn(5, -1),
      enableAutoReleaseCreation: turn(false, true),
      scmSourceContextEnabled: turn(false, true),
    },
    opts,
  );
  hang(
    "sentryProjectPlain",
    SentryProject,
    { organization, teams: [team.slug], name: "Gallery Plain", slug: turn("gallery-plain", "gallery-bare") },
    opts,
  );

  hang(
    "sentryKey",
    SentryKey,
    {
      organization,
      project: web.slug,
      name: turn("browser", "browsers"),
      rateLimitWindow: turn(60, 3600),
      rateLimitCount: turn(100, 5000),
      isActive: turn(true, false),
      javascriptLoaderScript: {
        browserSdkVersion: turn("7.x" as const, "latest" as const),
        debugEnabled: turn(true, false),
        performanceMonitoringEnabled: turn(false, true),
        sessionReplayEnabled: turn(false, true),
        userFeedbackEnabled: turn(true, false),
        logsAndMetricsEnabled: turn(true, false),
      },
    },
    opts,
  );
  hang("sentryKeyPlain", SentryKey, { organization, project: web.slug, name: "server" }, opts);

  const place = { organization, project: web.slug };
  hang(
    "sentryFilter",
    SentryProjectInboundDataFilter,
    { ...place, filterId: "localhost", active: turn(true, false) },
    opts,
  );
  hang(
    "sentryFilterBrowsers",
    SentryProjectInboundDataFilter,
    { ...place, filterId: "legacy-browsers", subfilters: turn(["safari", "ie"] as const, ["edge_pre_79"] as const) },
    opts,
  );
  hang("sentrySpikeProtection", SentryProjectSpikeProtection, { ...place, enabled: turn(false, true) }, opts);
  hang(
    "sentryOwnership",
    SentryProjectOwnership,
    {
      ...place,
      raw: turn("path:src/shop/* #gallery-team\nurl:*/admin/* guard@gallery.example", "path:* #gallery-team"),
      fallthrough: turn(false, true),
      autoAssignment: turn("Turn off Auto-Assignment" as const, "Auto Assign to Suspect Commits" as const),
      codeownersAutoSync: turn(false, true),
    },
    opts,
  );

  const repository = hang(
    "sentryRepository",
    SentryOrganizationRepositoryGithub,
    { organization, integrationId: "gallery", identifier: "gallery/web" },
    opts,
  );
  hang(
    "sentryCodeMapping",
    SentryOrganizationCodeMapping,
    {
      organization,
      integrationId: "gallery",
      repositoryId: repository.internalId,
      projectId: web.internalId,
      defaultBranch: turn("main", "next"),
      stackRoot: turn("app:///", "webpack://"),
      sourceRoot: turn("src/", "apps/web/src/"),
    },
    opts,
  );
  return { team, web };
}
