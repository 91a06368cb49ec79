import type { Stranger, VendorByHand } from "./gallery.ts";

const gallery = "01890000-0000-7000-8000-0000000aa111";
const elsewhere = "01890000-0000-7000-8000-0000000aa112";

/** What the exhibits of PostHog declare, by its API alone. */
export const posthogByHand: VendorByHand = {
  vendor: "posthog",
  accounts: {
    organizations: [
      { id: gallery, name: "Gallery", slug: "gallery-posthog" },
      { id: elsewhere, name: "Gallery elsewhere", slug: "gallery-elsewhere" },
    ],
  },
  async make(stranger) {
    const project = await makeProject(stranger);
    const other = await stranger.call("POST", `/api/organizations/${elsewhere}/projects/`, { name: "elsewhere" });
    await stranger.call("PATCH", `/api/environments/${other.id}/`, {
      capture_console_log_opt_in: true,
      capture_performance_opt_in: true,
    });
    return {
      posthogProject: `${gallery}/${project}`,
      posthogProjectElsewhere: `${elsewhere}/${other.id}`,
    };
  },
};

async function makeProject({ call }: Stranger): Promise<number> {
  const { id } = await call("POST", `/api/organizations/${gallery}/projects/`, {
    name: "gallery",
    timezone: "Europe/Berlin",
  });
  await call("PATCH", `/api/environments/${id}/`, {
    app_urls: ["https://www.example.com", "https://app.example.com"],
    recording_domains: ["https://app.example.com"],
    anonymize_ips: true,
    test_account_filters: [{ key: "email", type: "person", value: "@example.com", operator: "not_icontains" }],
    test_account_filters_default_checked: true,
    person_display_name_properties: ["email", "name"],
    autocapture_opt_out: true,
    autocapture_exceptions_opt_in: true,
    autocapture_web_vitals_opt_in: true,
    capture_dead_clicks: true,
    capture_console_log_opt_in: false,
    capture_performance_opt_in: true,
    heatmaps_opt_in: true,
    surveys_opt_in: true,
    session_recording_opt_in: true,
    session_recording_sample_rate: "0.25",
    session_recording_minimum_duration_milliseconds: 2000,
    session_recording_network_payload_capture_config: { recordHeaders: true, recordBody: false },
    cookieless_server_hash_mode: 2,
  });
  return id;
}
