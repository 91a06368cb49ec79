import type { Organization, Project, SentryState } from "../state.ts";
import { access, organizationView, teamReference, teamsOf } from "./account.ts";

/** What a project has seen: nothing, as nobody sends events to a loopback project. */
const unseen = {
  firstEvent: null,
  firstTransactionEvent: false,
  hasFeedbacks: false,
  hasFlags: false,
  hasMinifiedStackTrace: false,
  hasMonitors: false,
  hasNewFeedbacks: false,
  hasProfiles: false,
  hasReplays: false,
  hasSessions: false,
  hasInsightsHttp: false,
  hasInsightsDb: false,
  hasInsightsAssets: false,
  hasInsightsAppStart: false,
  hasInsightsScreenLoad: false,
  hasInsightsVitals: false,
  hasInsightsCaches: false,
  hasInsightsQueues: false,
  hasInsightsAgentMonitoring: false,
  hasInsightsMCP: false,
  hasLogs: false,
  hasTraceMetrics: false,
};

function common(state: SentryState, project: Project) {
  return {
    id: project.id,
    slug: project.slug,
    name: project.name,
    platform: project.platform,
    dateCreated: project.dateCreated,
    isBookmarked: project.settings.isBookmarked,
    isMember: true,
    features: [],
    access,
    hasAccess: true,
    ...unseen,
    teams: teamsOf(state, project.teamIds).map(teamReference),
    latestRelease: null,
    platforms: project.platform === null ? [] : [project.platform],
  };
}

/** In lists and in the answer to a creation. */
export function projectSummary(state: SentryState, project: Project): object {
  const { teams, ...rest } = common(state, project);
  return { ...rest, team: teams[0] ?? null, teams, hasUserReports: false, environments: [] };
}

/** In the answers to adding and taking away a team. */
export function projectWithTeams(state: SentryState, project: Project): object {
  return { ...common(state, project), ...looks };
}

const looks = {
  isInternal: false,
  isPublic: false,
  avatar: { avatarType: "letter_avatar", avatarUuid: null, avatarUrl: null },
  color: "#3fbf7f",
  status: "active",
};

/** `GET projects/{org}/{project}/`. */
export function projectView(state: SentryState, org: Organization, project: Project): object {
  const { isBookmarked: _shown, ...settings } = project.settings;
  return {
    ...common(state, project),
    ...looks,
    ...settings,
    securityToken: project.securityToken.$secret,
    highlightTags: settings.highlightTags ?? highlightPreset.tags,
    highlightContext: settings.highlightContext ?? highlightPreset.context,
    options: { ...filterOptions(project), ...settings.options },
    highlightPreset,
    derivedGroupingEnhancements: "",
    secondaryGroupingExpiry: 0,
    secondaryGroupingConfig: null,
    organization: organizationView(org),
    processingIssues: 0,
    builtinSymbolSources: ["ios", "microsoft", "android"],
    dynamicSamplingBiases: [],
    symbolSources: "[]",
    isDynamicallySampled: false,
    tempestFetchScreenshots: false,
    autofixAutomationTuning: "off",
    seerScannerAutomation: false,
    seerNightshiftTweaks: null,
    debugFilesRole: null,
  };
}

/** What is highlighted of an event where nobody chose. */
const highlightPreset = { tags: ["handled", "level"], context: {} };

/** The project's own options repeat three of the filters. */
function filterOptions(project: Project): Record<string, unknown> {
  return {
    "filters:blacklisted_ips": "",
    "filters:releases": "",
    "filters:error_messages": "",
    "feedback:branding": true,
    "quotas:spike-protection-disabled": false,
    "filters:react-hydration-errors": true,
    "filters:chunk-load-error": true,
    "filters:localhost": project.filters.localhost ? "1" : "0",
  };
}
