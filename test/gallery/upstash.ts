import * as upstash from "../../providers/upstash/sdk.ts";
import type { Exhibition } from "./gallery.ts";

/** Every resource of the Upstash provider, as rich as it can be at once. */
export function upstashExhibits({ hang, turn }: Exhibition): void {
  const provider = new upstash.Provider("upstash");
  const opts = { provider };

  hang(
    "upstashRedis",
    upstash.RedisDatabase,
    {
      databaseName: turn("gallery", "gallery-renamed"),
      region: "global",
      primaryRegion: "eu-central-1",
      readRegions: turn(["us-east-1", "ap-south-1"], ["eu-west-1"]),
      tls: true,
      eviction: turn(true, false),
      autoScale: turn(true, false),
      prodPack: turn(true, false),
      budget: turn(50, 75),
      ipAllowlists: turn(["192.0.2.9", "192.0.2.0/24"], ["198.51.100.0/24"]),
    },
    opts,
  );
  // Of an old account, without TLS at first.
  hang(
    "upstashRedisOld",
    upstash.RedisDatabase,
    {
      databaseName: "gallery-old",
      primaryRegion: "us-east-1",
      tls: turn(false, true),
      eviction: turn(false, true),
      autoScale: turn(false, true),
      prodPack: turn(false, true),
    },
    opts,
  );
}
