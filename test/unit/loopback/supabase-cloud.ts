import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { openCluster } from "../../../loopback/cluster/cluster.ts";
import { type Cloud, startCloud } from "../../../loopback/core/cloud.ts";
import { supabase } from "../../../loopback/supabase/vendor.ts";
import { type Answer, asker } from "./cloud.ts";

/** What every test's first project is made of. */
export const wish = {
  name: "shop",
  organization_slug: "loopbackorganization",
  db_pass: "pass-word-1!",
  region: "eu-central-1",
};

/** Supabase alone on loopback, with its Postgres, in a folder of its own. */
export class SupabaseCloud {
  readonly #home: string;
  readonly #log: string[] = [];
  cloud: Cloud;

  private constructor(home: string, cloud: Cloud, log: string[]) {
    this.#home = home;
    this.cloud = cloud;
    this.#log = log;
  }

  static async start(): Promise<SupabaseCloud> {
    const home = await mkdtemp(join(tmpdir(), "loopback-"));
    const log: string[] = [];
    return new SupabaseCloud(home, await begin(home, log), log);
  }

  ask(methodAndPath: string, body?: unknown): Promise<Answer> {
    const { origins, environment } = this.cloud.control;
    return asker(origins.supabase ?? "", environment["SUPABASE_ACCESS_TOKEN"] ?? "")(methodAndPath, body);
  }

  /** A project that is up, by its path. */
  async project(): Promise<string> {
    const { id } = (await this.ask("POST /v1/projects", wish)).body;
    while ((await this.ask(`GET /v1/projects/${id}`)).body.status !== "ACTIVE_HEALTHY");
    return `/v1/projects/${id}`;
  }

  async restart(): Promise<void> {
    await this.cloud.stop();
    this.cloud = await begin(this.#home, this.#log);
  }

  /** Stops it; nothing but unknown routes may have been logged. */
  async stop(): Promise<void> {
    await this.cloud.stop();
    await rm(this.#home, { recursive: true });
    expect(this.#log.filter((line) => !line.includes("unknown route"))).toEqual([]);
  }
}

const begin = (home: string, log: string[]): Promise<Cloud> =>
  startCloud({
    ...{ home, basePort: 0, rotateTokens: false, vendors: [supabase], cluster: openCluster(home) },
    ...{ now: () => new Date(), log: (line) => void log.push(line) },
  });
