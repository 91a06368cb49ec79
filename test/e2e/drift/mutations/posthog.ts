import { type Standing, settingsOf, type Table } from "../mutation.ts";
import { asObject, between, flip, longer, oneMore, oneOf } from "../values.ts";

const numberOf = ({ id }: Standing): string => id.split("/").at(-1) ?? id;
const path = (at: Standing): string => `/api/environments/${numberOf(at)}/`;

/** PostHog API: the project as the environment that it also is, where all its settings are. */
const project = settingsOf({
  read: async ({ call }, at) => asObject(await call("posthog", "GET", path(at))),
  write: ({ call }, at, changes) => call("posthog", "PATCH", path(at), changes),
});

/** PostHog API: a switch that nobody touched is null, which is off. */
const off = { absent: false };
const filter = (word: string) => ({ key: "email", type: "person", value: word, operator: "icontains" });

export const posthogProject: Table = {
  mutations: () => [
    project("name", "name", longer),
    project("timezone", "timezone", oneOf("UTC", "Europe/Berlin", "Asia/Tokyo")),
    project(
      "appUrls",
      "app_urls",
      oneMore((it) => `https://${it}.example.com`),
    ),
    project(
      "recordingDomains",
      "recording_domains",
      oneMore((it) => `https://${it}.example.com`),
      { absent: [] },
    ),
    project("anonymizeIps", "anonymize_ips", flip),
    project("testAccountFilters", "test_account_filters", oneMore(filter)),
    project("testAccountFiltersDefaultChecked", "test_account_filters_default_checked", flip, off),
    project("personDisplayNameProperties", "person_display_name_properties", oneOf(["email"], ["name", "email"])),
    project("autocaptureOptOut", "autocapture_opt_out", flip, off),
    project("autocaptureExceptionsOptIn", "autocapture_exceptions_opt_in", flip, off),
    project("autocaptureWebVitalsOptIn", "autocapture_web_vitals_opt_in", flip, off),
    project("captureDeadClicks", "capture_dead_clicks", flip, off),
    project("captureConsoleLogOptIn", "capture_console_log_opt_in", flip, off),
    project("capturePerformanceOptIn", "capture_performance_opt_in", flip, off),
    project("heatmapsOptIn", "heatmaps_opt_in", flip, off),
    project("surveysOptIn", "surveys_opt_in", flip, off),
    project("sessionRecordingOptIn", "session_recording_opt_in", flip, off),
    project("sessionRecordingSampleRate", "session_recording_sample_rate", oneOf("0.25", "0.50", "0.75")),
    project(
      "sessionRecordingMinimumDurationMilliseconds",
      "session_recording_minimum_duration_milliseconds",
      between(1000, 30_000),
    ),
    project(
      "sessionRecordingNetworkPayloadCaptureConfig",
      "session_recording_network_payload_capture_config",
      oneOf({ recordHeaders: true, recordBody: false }, { recordHeaders: true, recordBody: true }),
    ),
    project("cookielessServerHashMode", "cookieless_server_hash_mode", oneOf(0, 1, 2), { absent: 0 }),
  ],
};
