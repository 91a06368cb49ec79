import type { Stranger, VendorByHand } from "./gallery.ts";

const zone = "ca11e7100000000000000000000000aa";
const host = (name: string) => `${name}.gallery-cloudflare.com`;
const apex = "gallery-cloudflare.com";

/** What the exhibits of Cloudflare declare, by its API alone. */
export const cloudflareByHand: VendorByHand = {
  vendor: "cloudflare",
  accounts: { zones: [{ id: zone, name: apex }] },
  async make(stranger) {
    const made = { ...(await makeRecords(stranger)) };
    for (const [key, [setting, value]] of Object.entries(settings)) {
      await stranger.call("PATCH", `/zones/${zone}/settings/${setting}`, { value });
      made[key] = `${zone}/${setting}`;
    }
    for (const [key, [phase, body]] of Object.entries(rulesets)) {
      const path = `/zones/${zone}/rulesets/phases/${phase}/entrypoint`;
      const { result } = await stranger.call("PUT", path, body);
      made[key] = `zones/${zone}/${result.id}`;
    }
    return made;
  },
};

async function makeRecords({ call }: Stranger): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const [key, body] of Object.entries(records)) {
    const { result } = await call("POST", `/zones/${zone}/dns_records`, body);
    made[key] = `${zone}/${result.id}`;
  }
  return made;
}

const records: Readonly<Record<string, object>> = {
  cloudflareAddress: {
    ...{ name: host("app"), type: "A", content: "192.0.2.1", proxied: true, comment: "The application" },
    ...{ tags: ["team:web", "app:gallery"], settings: { ipv4_only: true } },
  },
  cloudflareAddress6: { name: host("six"), type: "AAAA", content: "2001:db8::1", ttl: 300 },
  cloudflareAlias: {
    ...{ name: host("www"), type: "CNAME", content: "cname.example.com", settings: { flatten_cname: true } },
  },
  cloudflareMail: { name: apex, type: "MX", content: "mail.example.com", priority: 10 },
  cloudflareText: { name: apex, type: "TXT", content: '"v=spf1 -all"', ttl: 3600 },
  cloudflareNamed: { name: host("relative"), type: "TXT", content: '"first"' },
  cloudflareAuthority: { name: apex, type: "CAA", data: { flags: 0, tag: "issue", value: "letsencrypt.org" } },
  cloudflareService: {
    ...{ name: host("_sip._tcp"), type: "SRV" },
    data: { priority: 1, weight: 5, port: 5061, target: "sip.example.com" },
  },
};

const rulesets: Readonly<Record<string, readonly [phase: string, body: object]>> = {
  cloudflareFirewall: [
    "http_request_firewall_custom",
    {
      name: "Firewall",
      description: "Who is kept out",
      rules: [
        {
          ...{ ref: "office", action: "skip", description: "Our own office", expression: "ip.src in {192.0.2.0/24}" },
          ...{ action_parameters: { ruleset: "current", products: ["bic", "hot"] }, logging: { enabled: false } },
        },
        {
          ...{ ref: "admin", action: "block", expression: 'starts_with(http.request.uri.path, "/admin")' },
          action_parameters: {
            response: { status_code: 403, content_type: "application/json", content: '{"error":"no"}' },
          },
        },
        { action: "managed_challenge", expression: 'ip.src.country in {"T1"}' },
      ],
    },
  ],
  cloudflareLimits: [
    "http_ratelimit",
    {
      description: "How often",
      rules: [
        {
          ...{ ref: "login", action: "block", expression: '(http.request.uri.path eq "/login")' },
          ratelimit: {
            ...{ characteristics: ["ip.src", "cf.colo.id"], period: 60, requests_per_period: 5 },
            ...{ mitigation_timeout: 600, counting_expression: "http.response.code eq 401", requests_to_origin: true },
          },
        },
      ],
    },
  ],
  cloudflareRedirects: [
    "http_request_dynamic_redirect",
    {
      rules: [
        {
          ...{ ref: "old", action: "redirect", expression: `http.host eq "${host("old")}"` },
          action_parameters: {
            from_value: {
              ...{ status_code: 308, preserve_query_string: true },
              target_url: { expression: `concat("https://${host("app")}", http.request.uri.path)` },
            },
          },
        },
      ],
    },
  ],
  cloudflareHeaders: [
    "http_response_headers_transform",
    {
      rules: [
        {
          ...{ ref: "headers", action: "rewrite", expression: "true" },
          action_parameters: {
            headers: {
              "X_Frame-Options": { operation: "set", value: "DENY" },
              "X-Country": { operation: "set", expression: "ip.src.country" },
              Server: { operation: "remove" },
            },
          },
        },
      ],
    },
  ],
};

const settings: Readonly<Record<string, readonly [name: string, value: unknown]>> = {
  cloudflareTls: ["ssl", "strict"],
  cloudflareCacheTime: ["browser_cache_ttl", 3600],
  cloudflareTransport: [
    "security_header",
    {
      strict_transport_security: {
        ...{ enabled: true, max_age: 86_400, include_subdomains: true, preload: false, nosniff: true },
      },
    },
  ],
};
