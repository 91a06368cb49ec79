import { z } from "zod";
import type { ProjectInputs } from "./project-inputs.ts";

const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
const texts = z.array(z.string()).nullish();
const contexts = z.record(z.string(), z.array(z.string()));

/** Sentry API: `GET projects/{org}/{project}/`, as far as we use it; the answer to a creation has less of it. */
export const projectAnswer = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  platform: text,
  teams: z.array(z.object({ slug: z.string() })).nullish(),
  features: texts,
  status: text,
  color: text,
  isPublic: flag,
  resolveAge: count,
  digestsMinDelay: count,
  digestsMaxDelay: count,
  subjectPrefix: text,
  subjectTemplate: text,
  defaultEnvironment: text,
  highlightTags: texts,
  highlightContext: contexts.nullish(),
  highlightPreset: z.object({ tags: texts, context: contexts.nullish() }).nullish(),
  fingerprintingRules: text,
  groupingEnhancements: text,
  allowedDomains: texts,
  scrapeJavaScript: flag,
  securityToken: text,
  securityTokenHeader: text,
  verifySSL: flag,
  dataScrubber: flag,
  dataScrubberDefaults: flag,
  scrubIPAddresses: flag,
  sensitiveFields: texts,
  safeFields: texts,
  relayPiiConfig: text,
  storeCrashReports: count,
  enableAutoReleaseCreation: flag,
  scmSourceContextEnabled: flag,
  options: z.record(z.string(), z.unknown()).nullish(),
});
export type ProjectAnswer = z.output<typeof projectAnswer>;

/** Inputs of creation alone, and those that a PUT does not set. */
type Elsewhere = "organization" | "teams" | "defaultKey" | "defaultRules";
export type Told = Omit<ProjectInputs, Elsewhere>;

/** A body of `PUT projects/{org}/{project}/`, which changes what it names and nothing else. */
export function toSettings(
  { clientSecurity, filters, highlightTags, highlightContext, relayPiiConfig, ...inputs }: Told,
  preset: Preset,
) {
  return {
    name: inputs.name,
    slug: inputs.slug,
    platform: inputs.platform ?? null,
    resolveAge: inputs.resolveAge,
    digestsMinDelay: inputs.digestsMinDelay,
    digestsMaxDelay: inputs.digestsMaxDelay,
    subjectPrefix: inputs.subjectPrefix,
    subjectTemplate: inputs.subjectTemplate,
    defaultEnvironment: inputs.defaultEnvironment ?? null,
    highlightTags: highlightTags ?? preset.tags,
    highlightContext: ordered(highlightContext ?? preset.context),
    fingerprintingRules: inputs.fingerprintingRules,
    groupingEnhancements: inputs.groupingEnhancements,
    allowedDomains: clientSecurity.allowedDomains,
    scrapeJavaScript: clientSecurity.scrapeJavascript,
    ...(clientSecurity.securityToken === undefined ? {} : { securityToken: clientSecurity.securityToken }),
    securityTokenHeader: clientSecurity.securityTokenHeader,
    verifySSL: clientSecurity.verifyTlsSsl,
    dataScrubber: inputs.dataScrubber,
    dataScrubberDefaults: inputs.dataScrubberDefaults,
    scrubIPAddresses: inputs.scrubIpAddresses,
    sensitiveFields: inputs.sensitiveFields,
    safeFields: inputs.safeFields,
    // Sentry API: JSON in a text; empty is none.
    relayPiiConfig: relayPiiConfig === undefined ? "" : JSON.stringify(ordered(relayPiiConfig)),
    storeCrashReports: inputs.storeCrashReports ?? null,
    enableAutoReleaseCreation: inputs.enableAutoReleaseCreation,
    scmSourceContextEnabled: inputs.scmSourceContextEnabled,
    // Sentry API: lists inside options are joined by newlines.
    options: {
      "filters:blacklisted_ips": filters.blacklistedIps.join("\n"),
      "filters:releases": filters.releases.join("\n"),
      "filters:error_messages": filters.errorMessages.join("\n"),
    },
  };
}

/** What of `wanted` differs from `actual`; options, which Sentry merges, as a whole. */
export function changes(wanted: Readonly<Record<string, unknown>>, actual: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => !same(value, actual[name])));
}

/** Which inputs state declares: what is left out there is Sentry's to choose, and is not told. */
export interface Declared {
  readonly securityToken: boolean;
  readonly highlightTags: boolean;
  readonly highlightContext: boolean;
}

/** The inputs that a project at Sentry stands for, in the form that Check gives them. */
export function toldInputs(project: ProjectAnswer, declared: Declared): Told {
  const preset = presetOf(project);
  const tags = sorted(project.highlightTags);
  const context = ordered(project.highlightContext ?? {});
  return {
    name: project.name,
    slug: project.slug,
    platform: project.platform ?? undefined,
    resolveAge: project.resolveAge ?? 0,
    digestsMinDelay: project.digestsMinDelay ?? 300,
    digestsMaxDelay: project.digestsMaxDelay ?? 1800,
    subjectPrefix: project.subjectPrefix ?? "",
    subjectTemplate: project.subjectTemplate ?? "$shortID - $title",
    defaultEnvironment: project.defaultEnvironment || undefined,
    highlightTags: declared.highlightTags || !same(tags, preset.tags) ? tags : undefined,
    highlightContext: declared.highlightContext || !same(context, preset.context) ? context : undefined,
    fingerprintingRules: project.fingerprintingRules ?? "",
    groupingEnhancements: project.groupingEnhancements ?? "",
    filters: {
      blacklistedIps: lines(project, "filters:blacklisted_ips"),
      releases: lines(project, "filters:releases"),
      errorMessages: lines(project, "filters:error_messages"),
    },
    clientSecurity: {
      allowedDomains: project.allowedDomains ? sorted(project.allowedDomains) : ["*"],
      scrapeJavascript: project.scrapeJavaScript ?? true,
      ...(project.securityToken && (declared.securityToken || isChosenToken(project))
        ? { securityToken: project.securityToken }
        : {}),
      securityTokenHeader: project.securityTokenHeader ?? "",
      verifyTlsSsl: project.verifySSL ?? false,
    },
    dataScrubber: project.dataScrubber ?? true,
    dataScrubberDefaults: project.dataScrubberDefaults ?? true,
    scrubIpAddresses: project.scrubIPAddresses ?? false,
    sensitiveFields: sorted(project.sensitiveFields),
    safeFields: sorted(project.safeFields),
    relayPiiConfig: project.relayPiiConfig ? JSON.parse(project.relayPiiConfig) : undefined,
    storeCrashReports: project.storeCrashReports ?? undefined,
    enableAutoReleaseCreation: project.enableAutoReleaseCreation ?? true,
    scmSourceContextEnabled: project.scmSourceContextEnabled ?? true,
  };
}

/** What Sentry highlights for the project's platform when nobody chooses. */
export interface Preset {
  readonly tags: string[];
  readonly context: Record<string, string[]>;
}

export const presetOf = ({ highlightPreset }: ProjectAnswer): Preset => ({
  tags: sorted(highlightPreset?.tags),
  context: ordered(highlightPreset?.context ?? {}),
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The same object with its keys in order, so that two of one content compare equal as text. */
const ordered = <T>(object: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Sentry makes a security token of 32 hex digits; any other was chosen by somebody. */
export const isChosenToken = ({ securityToken }: ProjectAnswer): boolean =>
  !/^([0-9a-f]{32})?$/.test(securityToken ?? "");

const sorted = (all: readonly string[] | null | undefined): string[] => [...(all ?? [])].toSorted();

function lines({ options }: ProjectAnswer, name: string): string[] {
  const joined = options?.[name];
  return typeof joined === "string" ? sorted(joined.split("\n").filter((line) => line !== "")) : [];
}
