import { z } from "zod";
import { invalidFields } from "./errors.ts";
import { integer, slug } from "./http.ts";

const text = z.string();
const textList = z.array(z.string());
const flag = z.boolean();
const seconds = integer.pipe(
  z
    .number()
    .min(60, "Ensure this value is greater than or equal to 60.")
    .max(3600, "Ensure this value is less than or equal to 3600."),
);

/**
 * What `PUT projects/{org}/{project}/` changes. The first block is in Sentry's API description, the second is not but is
 * taken all the same, and set by its own pages and by Terraform's provider.
 */
const settingFields = {
  isBookmarked: flag.optional(),
  subjectPrefix: text.max(200).optional(),
  subjectTemplate: text.max(200).optional(),
  resolveAge: integer.nullable().optional(),
  highlightTags: textList.optional(),
  highlightContext: z.record(z.string(), textList).optional(),
  enableAutoReleaseCreation: flag.optional(),
  scmSourceContextEnabled: flag.optional(),

  digestsMinDelay: seconds.optional(),
  digestsMaxDelay: seconds.optional(),
  allowedDomains: textList.optional(),
  scrapeJavaScript: flag.optional(),
  verifySSL: flag.optional(),
  securityTokenHeader: text.max(20).nullable().optional(),
  defaultEnvironment: text.max(64).nullable().optional(),
  fingerprintingRules: text.optional(),
  groupingEnhancements: text.optional(),
  groupingConfig: text.optional(),
  dataScrubber: flag.optional(),
  dataScrubberDefaults: flag.optional(),
  scrubIPAddresses: flag.optional(),
  sensitiveFields: textList.optional(),
  safeFields: textList.optional(),
  storeCrashReports: integer.nullable().optional(),
  relayPiiConfig: text.nullable().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
};

export const projectChange = z.object({
  ...settingFields,
  name: z.string().min(1, "This field may not be blank.").max(200).optional(),
  slug: slug(100).optional(),
  platform: z.string().nullable().optional(),
  securityToken: z.string().max(200).optional(),
});

export interface ProjectSettings {
  isBookmarked: boolean;
  subjectPrefix: string;
  subjectTemplate: string;
  /** Hours; 0 is off. */
  resolveAge: number;
  /** Null: the preset of the platform. */
  highlightTags: string[] | null;
  highlightContext: Record<string, string[]> | null;
  enableAutoReleaseCreation: boolean;
  scmSourceContextEnabled: boolean;
  /** Seconds. */
  digestsMinDelay: number;
  digestsMaxDelay: number;
  allowedDomains: string[];
  scrapeJavaScript: boolean;
  verifySSL: boolean;
  securityTokenHeader: string | null;
  defaultEnvironment: string | null;
  fingerprintingRules: string;
  groupingEnhancements: string;
  groupingConfig: string;
  dataScrubber: boolean;
  dataScrubberDefaults: boolean;
  scrubIPAddresses: boolean;
  sensitiveFields: string[];
  safeFields: string[];
  storeCrashReports: number | null;
  relayPiiConfig: string | null;
  options: Record<string, unknown>;
}

export const defaultSettings: ProjectSettings = {
  isBookmarked: false,
  subjectPrefix: "",
  subjectTemplate: "$shortID - $title",
  resolveAge: 0,
  highlightTags: null,
  highlightContext: null,
  enableAutoReleaseCreation: true,
  scmSourceContextEnabled: true,
  digestsMinDelay: 300,
  digestsMaxDelay: 1800,
  allowedDomains: ["*"],
  scrapeJavaScript: true,
  verifySSL: false,
  securityTokenHeader: null,
  defaultEnvironment: null,
  fingerprintingRules: "",
  groupingEnhancements: "",
  groupingConfig: "newstyle:2023-01-11",
  dataScrubber: true,
  dataScrubberDefaults: true,
  scrubIPAddresses: false,
  sensitiveFields: [],
  safeFields: [],
  storeCrashReports: null,
  relayPiiConfig: null,
  options: {},
};

type Change = Omit<z.output<typeof projectChange>, "name" | "slug" | "platform" | "securityToken">;

/** The settings after a change: options are merged, everything else replaced. @throws 400 */
export function changeSettings(before: ProjectSettings, { options, resolveAge, ...rest }: Change): ProjectSettings {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const after: ProjectSettings = {
    ...before,
    ...given,
    resolveAge: resolveAge === undefined ? before.resolveAge : (resolveAge ?? 0),
    options: { ...before.options, ...options },
  };
  if (after.digestsMinDelay > after.digestsMaxDelay) {
    throw invalidFields({ digestsMinDelay: ["The minimum delay on digests must be lower than the maximum."] });
  }
  if (after.relayPiiConfig !== null && after.relayPiiConfig !== "" && !isJson(after.relayPiiConfig)) {
    throw invalidFields({ relayPiiConfig: ["Invalid JSON"] });
  }
  return after;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
