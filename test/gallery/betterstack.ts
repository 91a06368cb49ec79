import * as betterstack from "../../providers/betterstack/sdk.ts";
import type { Exhibition } from "./gallery.ts";

/** Every resource of the Better Stack provider, as rich as it can be at once. */
export function betterstackExhibits({ hang, turn, secret }: Exhibition): void {
  const provider = new betterstack.Provider("betterstack");
  const opts = { provider };
  const alerting = {
    call: turn(true, false),
    sms: turn(true, false),
    email: turn(false, true),
    push: turn(false, true),
    criticalAlert: turn(true, false),
    teamWait: turn(180, 60),
    policyId: turn("7001", "7002"),
    paused: turn(true, false),
    maintenanceFrom: turn("01:00:00", "02:00:00"),
    maintenanceTo: turn("03:00:00", "04:00:00"),
    maintenanceTimezone: turn("Berlin", "Paris"),
    maintenanceDays: turn(["sun", "sat"] as const, ["mon"] as const),
  };

  hang(
    "betterstackMonitor",
    betterstack.Monitor,
    {
      monitorType: turn("keyword", "keyword_absence"),
      url: turn("https://gallery.example", "https://www.gallery.example"),
      pronounceableName: turn("Gallery", "Gallery renamed"),
      checkFrequency: turn(60, 120),
      requestTimeout: turn(15, 10),
      confirmationPeriod: turn(30, 60),
      recoveryPeriod: turn(60, 120),
      regions: turn(["eu", "us"] as const, ["au", "as"] as const),
      requiredKeyword: turn("Welcome", "Error"),
      httpMethod: turn("POST", "PUT"),
      requestBody: turn("ping", "pong"),
      requestHeaders: turn(
        [
          { name: "X-Gallery", value: "1" },
          { name: "Accept", value: "text/html" },
        ],
        [
          { name: "X-Gallery", value: "2" },
          { name: "X-New", value: "3" },
        ],
      ),
      authUsername: secret(turn("betterstack-user", "betterstack-user-2")),
      authPassword: secret(turn("betterstack-password", "betterstack-password-2")),
      verifySsl: turn(false, true),
      sslExpiration: turn(14, 30),
      domainExpiration: turn(30, 60),
      expirationPolicyId: turn(7001, 7002),
      followRedirects: turn(false, true),
      rememberCookies: turn(true, false),
      ipVersion: turn("ipv4", "ipv6"),
      monitorGroupId: turn(501, 502),
      ...alerting,
    },
    opts,
  );
  hang(
    "betterstackMonitorCodes",
    betterstack.Monitor,
    {
      monitorType: "expected_status_code",
      url: "https://gallery.example/old",
      pronounceableName: "Gallery, old",
      expectedStatusCodes: turn([301, 200], [404]),
    },
    opts,
  );
  hang(
    "betterstackMonitorPort",
    betterstack.Monitor,
    { monitorType: "smtp", url: "mail.gallery.example", pronounceableName: "Mail", port: turn("25,465", "587") },
    opts,
  );
  hang(
    "betterstackMonitorScenario",
    betterstack.Monitor,
    {
      monitorType: "playwright",
      url: "https://gallery.example",
      pronounceableName: "Checkout",
      playwrightScript: turn("await page.goto('/');", "await page.goto('/cart');"),
      scenarioName: turn("Buys a picture", "Buys two"),
    },
    opts,
  );

  hang(
    "betterstackHeartbeat",
    betterstack.Heartbeat,
    {
      name: turn("gallery", "gallery renamed"),
      period: turn(3600, 86_400),
      grace: turn(300, 600),
      heartbeatGroupId: turn(601, 602),
      ...alerting,
    },
    opts,
  );
  hang("betterstackHeartbeatPlain", betterstack.Heartbeat, { name: "gallery-plain", period: 60, grace: 0 }, opts);

  hang(
    "betterstackSource",
    betterstack.Source,
    {
      name: turn("gallery", "gallery renamed"),
      platform: "vercel_integration",
      dataRegion: "germany",
      ingestingPaused: turn(true, false),
      logsRetention: turn(30, 60),
      metricsRetention: turn(90, 180),
      liveTailPattern: turn("{level} {message}", "{message}"),
      sourceGroupId: turn(701, 702),
    },
    opts,
  );
}
