import { join } from "node:path";
import { complaints } from "../../src/ops/report.ts";
import { GalleryHouse } from "../gallery/house.ts";

/** One operation on many resources. */
export interface Many {
  readonly count: number;
  /** Milliseconds that every vendor takes for an answer. */
  readonly latency: number;
  readonly operation: "up" | "preview" | "refresh";
  readonly seconds: number;
  readonly reads: number;
  readonly writes: number;
}

const operations = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
} as const;

/** Stands so many resources up, previews them with nothing to change, and refreshes them; calls of vendors counted. */
export async function measureMany(count: number, latency: number): Promise<Many[]> {
  const folder = join(import.meta.dirname, "many");
  const house = await GalleryHouse.open("bench", { name: "many", folder });
  try {
    if (latency > 0) {
      for (const vendor of ["vercel", "supabase", "sentry", "posthog"])
        await house.ask("POST", "faults", { vendor, kind: "slow", ms: latency, times: 1_000_000 });
    }
    const measured: Many[] = [];
    let seen = 0;
    for (const operation of ["up", "preview", "refresh"] as const) {
      const tour = await house.tour(operations[operation], { count });
      if (tour.exit.code !== 0) throw new Error(complaints(tour.report).join("\n"));
      const { next, entries } = await house.ask<{ next: number; entries: { method: string }[] }>(
        "GET",
        `journal?since=${seen}`,
      );
      seen = next;
      const reads = entries.filter(({ method }) => method === "GET").length;
      measured.push({ count, latency, operation, seconds: tour.seconds, reads, writes: entries.length - reads });
    }
    return measured;
  } finally {
    await house.close();
  }
}
