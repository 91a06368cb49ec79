import * as posthog from "../../providers/posthog/sdk.ts";
import type { Exhibition } from "./gallery.ts";

/** Every resource of the PostHog provider, as rich as it can be at once. */
export function posthogExhibits({ hang, turn }: Exhibition): void {
  const provider = new posthog.Provider("posthog", { organizationId: "gallery-posthog" });
  const opts = { provider };

  hang(
    "posthogProject",
    posthog.Project,
    {
      name: turn("gallery", "gallery renamed"),
      timezone: turn("Europe/Berlin", "Europe/Paris"),
      appUrls: turn(["https://www.example.com", "https://app.example.com"], ["https://www.example.com"]),
      recordingDomains: turn(["https://app.example.com"], []),
      anonymizeIps: turn(true, false),
      testAccountFilters: [
        {
          key: "email",
          type: "person",
          value: turn("@example.com", "@example.org"),
          operator: turn("not_icontains", "icontains"),
        },
      ],
      testAccountFiltersDefaultChecked: turn(true, false),
      personDisplayNameProperties: turn(["email", "name"], ["name"]),
      autocaptureOptOut: turn(true, false),
      autocaptureExceptionsOptIn: turn(true, false),
      autocaptureWebVitalsOptIn: turn(true, false),
      captureDeadClicks: turn(true, false),
      captureConsoleLogOptIn: turn(false, true),
      capturePerformanceOptIn: turn(true, false),
      heatmapsOptIn: turn(true, false),
      surveysOptIn: turn(true, false),
      sessionRecordingOptIn: turn(true, false),
      sessionRecordingSampleRate: turn("0.25", "0.50"),
      sessionRecordingMinimumDurationMilliseconds: turn(2000, 5000),
      sessionRecordingNetworkPayloadCaptureConfig: turn(
        { recordHeaders: true, recordBody: false },
        { recordHeaders: false, recordBody: true },
      ),
      cookielessServerHashMode: turn(2, 1),
    },
    opts,
  );

  // In another organization than the provider's, and otherwise as PostHog makes it.
  hang("posthogProjectElsewhere", posthog.Project, { name: "elsewhere", organizationId: elsewhere }, opts);
}

/** UUID of the second of the gallery's organizations. */
const elsewhere = "01890000-0000-7000-8000-0000000aa112";
