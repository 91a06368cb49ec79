import type { VendorByHand } from "./gallery.ts";

/** What the Better Stack exhibits declare in their first turn, made with its APIs alone. */
export const betterstackByHand: VendorByHand = {
  vendor: "betterstack",
  accounts: {
    policies: ["7001", "7002"],
    monitor_groups: [501, 502],
    heartbeat_groups: [601, 602],
    source_groups: [701, 702],
  },

  async make({ call, secret }) {
    const make = async (path: string, body: object): Promise<string> =>
      (await call("POST", `/api/v2/${path}`, body)).data.id;
    return {
      betterstackMonitor: await make("monitors", {
        ...monitor,
        ...alerting,
        auth_username: secret("betterstack-user"),
        auth_password: secret("betterstack-password"),
      }),
      betterstackMonitorCodes: await make("monitors", {
        monitor_type: "expected_status_code",
        url: "https://gallery.example/old",
        pronounceable_name: "Gallery, old",
        expected_status_codes: [301, 200],
      }),
      betterstackMonitorPort: await make("monitors", {
        monitor_type: "smtp",
        url: "mail.gallery.example",
        pronounceable_name: "Mail",
        port: "25,465",
      }),
      betterstackMonitorScenario: await make("monitors", {
        monitor_type: "playwright",
        url: "https://gallery.example",
        pronounceable_name: "Checkout",
        playwright_script: "await page.goto('/');",
        scenario_name: "Buys a picture",
      }),
      betterstackHeartbeat: await make("heartbeats", {
        name: "gallery",
        period: 3600,
        grace: 300,
        heartbeat_group_id: 601,
        ...alerting,
      }),
      betterstackHeartbeatPlain: await make("heartbeats", { name: "gallery-plain", period: 60, grace: 0 }),
      betterstackSource: await make("sources", {
        name: "gallery",
        platform: "vercel_integration",
        data_region: "germany",
        ingesting_paused: true,
        logs_retention: 30,
        metrics_retention: 90,
        live_tail_pattern: "{level} {message}",
        source_group_id: 701,
      }),
    };
  },
};

const alerting = {
  call: true,
  sms: true,
  email: false,
  push: false,
  critical_alert: true,
  team_wait: 180,
  policy_id: "7001",
  paused: true,
  maintenance_from: "01:00:00",
  maintenance_to: "03:00:00",
  maintenance_timezone: "Berlin",
  maintenance_days: ["sat", "sun"],
};

const monitor = {
  monitor_type: "keyword",
  url: "https://gallery.example",
  pronounceable_name: "Gallery",
  check_frequency: 60,
  request_timeout: 15,
  confirmation_period: 30,
  recovery_period: 60,
  regions: ["us", "eu"],
  required_keyword: "Welcome",
  http_method: "post",
  request_body: "ping",
  request_headers: [
    { name: "X-Gallery", value: "1" },
    { name: "Accept", value: "text/html" },
  ],
  verify_ssl: false,
  ssl_expiration: 14,
  domain_expiration: 30,
  expiration_policy_id: 7001,
  follow_redirects: false,
  remember_cookies: true,
  ip_version: "ipv4",
  monitor_group_id: 501,
};
