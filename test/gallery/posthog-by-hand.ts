import type { Stranger, VendorByHand } from "./gallery.ts";
import { makePeople } from "./posthog-people-by-hand.ts";

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
    const proxy = (organization: string, domain: string) =>
      stranger
        .call("POST", `/api/organizations/${organization}/proxy_records/`, { domain })
        .then(({ id }) => `${organization}/${id}`);
    return {
      posthogProject: `${gallery}/${project}`,
      posthogProjectElsewhere: `${elsewhere}/${other.id}`,
      posthogProxy: await proxy(gallery, "e.gallery.example.com"),
      posthogProxyElsewhere: await proxy(elsewhere, "e.example.org"),
      ...(await makeFlags(stranger, project)),
      ...(await makeCharts(stranger, project)),
      ...(await makePeople(stranger, project)),
    };
  },
  notImported: { posthogProxyCurrent: "an import cannot tell that the program says @current" },
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

async function makeFlags({ call }: Stranger, project: number): Promise<Record<string, string>> {
  const flag = await call("POST", `/api/projects/${project}/feature_flags/`, {
    key: "new-checkout",
    name: "The new checkout",
    active: true,
    tags: ["gallery", "checkout"],
    ensure_experience_continuity: true,
    evaluation_runtime: "client",
    filters: {
      groups: [
        {
          properties: [
            { key: "email", type: "person", operator: "icontains", value: "@example.com" },
            { key: "plan", type: "person", operator: "exact", value: ["pro", "team"] },
            { key: "$group_key", type: "group", operator: "exact", value: "acme", group_type_index: 0 },
          ],
          rollout_percentage: 50,
          variant: "test",
          description: "Our own people",
        },
        { properties: [], rollout_percentage: 10 },
      ],
      multivariate: {
        variants: [
          { key: "control", name: "As it was", rollout_percentage: 50 },
          { key: "test", name: "As it will be", rollout_percentage: 50 },
        ],
      },
      payloads: { test: '{"colour": "green", "steps": 3}', control: '"plain"' },
      aggregation_group_type_index: 0,
    },
  });
  const plain = await call("POST", `/api/projects/${project}/feature_flags/`, {
    key: "plain",
    filters: { groups: [{ properties: [], rollout_percentage: 100 }], payloads: { true: "[1,2]" } },
  });
  return { posthogFlag: `${project}/${flag.id}`, posthogFlagPlain: `${project}/${plain.id}` };
}

async function makeCharts({ call }: Stranger, project: number): Promise<Record<string, string>> {
  const dashboard = await call("POST", `/api/projects/${project}/dashboards/`, {
    name: "Gallery",
    description: "What the gallery shows",
    pinned: true,
    tags: ["gallery", "board"],
  });
  const insight = await call("POST", `/api/projects/${project}/insights/`, {
    name: "Page views",
    description: "Views a day",
    query: {
      kind: "InsightVizNode",
      source: {
        kind: "TrendsQuery",
        series: [{ kind: "EventsNode", event: "$pageview", name: "$pageview", math: "total" }],
        interval: "day",
        dateRange: { date_from: "-7d" },
        properties: [],
        filterTestAccounts: true,
      },
    },
    dashboards: [dashboard.id],
    tags: ["gallery"],
    saved: true,
  });
  const placed = await call("POST", `/api/projects/${project}/insights/`, {
    name: "Last events",
    query: { kind: "DataTableNode", source: { kind: "EventsQuery", select: ["event"], limit: 10 } },
    dashboards: [dashboard.id],
    saved: true,
  });
  const board = `/api/projects/${project}/dashboards/${dashboard.id}/`;
  const { tiles } = await call("GET", board);
  const tile = tiles.find((one: { insight?: { id: number } }) => one.insight?.id === placed.id);
  await call("PATCH", board, {
    tiles: [
      {
        ...{ id: tile.id, color: "blue" },
        layouts: { sm: { x: 0, y: 1, w: 6, h: 4 }, xs: { x: 0, y: 0, w: 1, h: 4 } },
      },
      { text: { body: "More to come" }, layouts: { sm: { x: 6, y: 1, w: 6, h: 4 } }, color: "red" },
      { text: { body: "## Events" }, layouts: { sm: { x: 0, y: 0, w: 12, h: 1 } } },
    ],
  });
  const alert = await call("POST", `/api/environments/${project}/alerts/`, {
    name: "Too few views",
    insight: insight.id,
    subscribed_users: [1],
    threshold: { configuration: { type: "absolute", bounds: { lower: 10, upper: 1000 } } },
    condition: { type: "absolute_value" },
    config: { type: "TrendsAlertConfig", series_index: 0, check_ongoing_interval: true },
    calculation_interval: "hourly",
    enabled: true,
    skip_weekend: true,
  });
  return {
    posthogDashboard: `${project}/${dashboard.id}`,
    posthogInsight: `${project}/${insight.id}`,
    posthogInsightPlaced: `${project}/${placed.id}`,
    posthogLayout: `${project}/${dashboard.id}`,
    posthogAlert: `${project}/${alert.id}`,
  };
}
