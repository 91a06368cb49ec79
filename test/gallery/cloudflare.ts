import * as cloudflare from "../../providers/cloudflare/sdk.ts";
import type { Exhibition } from "./gallery.ts";

const zoneId = "ca11e7100000000000000000000000aa";

/** Every resource of the Cloudflare provider, as rich as it can be at once. */
export function cloudflareExhibits({ hang, turn }: Exhibition): void {
  const opts = { provider: new cloudflare.Provider("cloudflare") };

  hang(
    "cloudflareAddress",
    cloudflare.DnsRecord,
    {
      ...{ zoneId, name: "app.gallery-cloudflare.com", type: "A", proxied: true, ttl: 1 },
      content: turn("192.0.2.1", "192.0.2.2"),
      comment: turn("The application", "The application, moved"),
      tags: turn(["team:web", "app:gallery"], ["app:gallery"]),
      settings: turn({ ipv4Only: true }, { ipv6Only: true }),
    },
    opts,
  );
  hang(
    "cloudflareAddress6",
    cloudflare.DnsRecord,
    {
      ...{ zoneId, name: turn("six.gallery-cloudflare.com", "seven.gallery-cloudflare.com"), type: "AAAA" },
      ...{ content: "2001:db8::1", ttl: turn(300, 600), proxied: turn(false, false) },
    },
    opts,
  );
  hang(
    "cloudflareAlias",
    cloudflare.DnsRecord,
    {
      ...{ zoneId, name: "www.gallery-cloudflare.com", type: "CNAME", content: "cname.example.com" },
      settings: { flattenCname: turn(true, false) },
    },
    opts,
  );
  hang(
    "cloudflareMail",
    cloudflare.DnsRecord,
    { zoneId, name: "gallery-cloudflare.com", type: "MX", content: "mail.example.com", priority: turn(10, 20) },
    opts,
  );
  hang(
    "cloudflareText",
    cloudflare.DnsRecord,
    { zoneId, name: "gallery-cloudflare.com", type: "TXT", content: turn("v=spf1 -all", "v=spf1 ~all"), ttl: 3600 },
    opts,
  );
  hang(
    "cloudflareAuthority",
    cloudflare.DnsRecord,
    {
      ...{ zoneId, name: "gallery-cloudflare.com", type: "CAA" },
      data: { flags: 0, tag: turn("issue", "issuewild"), value: "letsencrypt.org" },
    },
    opts,
  );
  hang(
    "cloudflareService",
    cloudflare.DnsRecord,
    {
      ...{ zoneId, name: "_sip._tcp.gallery-cloudflare.com", type: "SRV" },
      data: { priority: turn(1, 2), weight: 5, port: 5061, target: "sip.example.com" },
    },
    opts,
  );
  // The zone by its name, and a name relative to it.
  hang(
    "cloudflareNamed",
    cloudflare.DnsRecord,
    { zoneId: "gallery-cloudflare.com", name: "Relative", type: "TXT", content: turn("first", "changed") },
    opts,
  );

  hang(
    "cloudflareFirewall",
    cloudflare.Ruleset,
    {
      ...{ zoneId, phase: "http_request_firewall_custom", kind: "zone" },
      name: turn("Firewall", "Firewall, renamed"),
      description: turn("Who is kept out", "Who is kept out now"),
      rules: [
        {
          ...{ ref: "office", action: "skip", description: turn("Our own office", "Our own people") },
          expression: turn("ip.src in {192.0.2.0/24}", "ip.src in {198.51.100.0/24}"),
          actionParameters: { ruleset: "current", products: turn(["bic", "hot"], ["bic"]) },
          logging: { enabled: turn(false, true) },
        },
        {
          ...{ ref: "admin", action: "block", expression: 'starts_with(http.request.uri.path, "/admin")' },
          enabled: turn(true, false),
          actionParameters: {
            response: {
              statusCode: turn(403, 404),
              contentType: "application/json",
              content: turn('{"error":"no"}', '{"error":"not here"}'),
            },
          },
        },
        { action: turn("managed_challenge", "js_challenge"), expression: 'ip.src.country in {"T1"}' },
      ],
    },
    opts,
  );
  hang(
    "cloudflareLimits",
    cloudflare.Ruleset,
    {
      ...{ zoneId, phase: "http_ratelimit", description: "How often" },
      rules: [
        {
          ...{ ref: "login", action: "block", expression: '(http.request.uri.path eq "/login")' },
          ratelimit: {
            characteristics: turn(["ip.src", "cf.colo.id"], ["cf.colo.id"]),
            period: turn(60, 10),
            requestsPerPeriod: turn(5, 2),
            mitigationTimeout: turn(600, 60),
            countingExpression: turn("http.response.code eq 401", ""),
            requestsToOrigin: turn(true, false),
          },
        },
      ],
    },
    opts,
  );
  hang(
    "cloudflareRedirects",
    cloudflare.Ruleset,
    {
      ...{ zoneId, phase: "http_request_dynamic_redirect" },
      rules: [
        {
          ...{ ref: "old", action: "redirect", expression: 'http.host eq "old.gallery-cloudflare.com"' },
          actionParameters: {
            fromValue: {
              statusCode: turn(308, 302),
              preserveQueryString: turn(true, false),
              targetUrl: turn(
                { expression: 'concat("https://app.gallery-cloudflare.com", http.request.uri.path)' },
                { value: "https://app.gallery-cloudflare.com" },
              ),
            },
          },
        },
      ],
    },
    opts,
  );
  hang(
    "cloudflareHeaders",
    cloudflare.Ruleset,
    {
      ...{ zoneId, phase: "http_response_headers_transform" },
      rules: [
        {
          ...{ ref: "headers", action: "rewrite", expression: "true" },
          actionParameters: {
            headers: {
              "X_Frame-Options": { operation: "set", value: turn("DENY", "SAMEORIGIN") },
              "X-Country": { operation: "set", expression: "ip.src.country" },
              Server: { operation: "remove" },
            },
          },
        },
      ],
    },
    opts,
  );

  const setting = (key: string, settingId: string, value: string | number | Record<string, unknown>): void => {
    hang(key, cloudflare.ZoneSetting, { zoneId, settingId, value }, opts);
  };
  setting("cloudflareTls", "ssl", turn("strict", "flexible"));
  setting("cloudflareCacheTime", "browser_cache_ttl", turn(3600, 7200));
  setting("cloudflareTransport", "security_header", {
    strict_transport_security: {
      ...{ enabled: true, max_age: turn(86_400, 31_536_000), include_subdomains: turn(true, false) },
      ...{ preload: turn(false, true), nosniff: turn(true, false) },
    },
  });
}
