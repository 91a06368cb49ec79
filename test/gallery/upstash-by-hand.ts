import type { VendorByHand } from "./gallery.ts";

/** What the Upstash exhibits declare in their first turn, made with its developer API alone. */
export const upstashByHand: VendorByHand = {
  vendor: "upstash",

  async make({ call }) {
    const { database_id: rich } = await call("POST", "/v2/redis/database", {
      database_name: "gallery",
      region: "global",
      primary_region: "eu-central-1",
      read_regions: ["us-east-1"],
      tls: true,
      eviction: true,
      auto_upgrade: true,
    });
    await call("POST", `/v2/redis/update-regions/${rich}`, { read_regions: ["us-east-1", "ap-south-1"] });
    await call("POST", `/v2/redis/enable-prodpack/${rich}`);
    await call("PATCH", `/v2/redis/update-budget/${rich}`, { budget: 50 });
    await call("POST", `/v2/redis/update-allowlist/${rich}`, { allowed_ips: ["192.0.2.0/24", "192.0.2.9"] });

    const { database_id: old } = await call("POST", "/v2/redis/database", {
      database_name: "gallery-old",
      region: "global",
      primary_region: "us-east-1",
      tls: false,
    });
    return { upstashRedis: rich, upstashRedisOld: old };
  },
};
