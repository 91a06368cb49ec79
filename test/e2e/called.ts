import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Ran, Scratch } from "../support/scratch.ts";

export type Json = Record<string, unknown>;

/** The password of every database that stands here. */
export const password = "a-Database-password-1";
const team = "team_LoopbackTeam000000000001";

/** The commands that pipelines call, as pipelines call them, on loopback and without an engine: vendors are seeded by hand. */
export class Called {
  readonly scratch: Scratch;
  private readonly outputs: string;

  /** @param folder the beginning of its scratch folder's name */
  constructor(folder: string) {
    this.scratch = new Scratch(folder);
    this.outputs = join(this.scratch.folder, "outputs");
  }

  /** One call of a vendor's API by hand. */
  async api(vendor: "vercel" | "supabase", call: string, body?: unknown): Promise<Json> {
    const { origins, environment } = this.scratch.control;
    const [method = "", path = ""] = call.split(" ");
    const url = new URL(`${origins[vendor]}${path}`);
    if (vendor === "vercel") url.searchParams.set("teamId", team);
    const token = environment[vendor === "vercel" ? "VERCEL_API_TOKEN" : "SUPABASE_ACCESS_TOKEN"];
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok, `${call}: ${response.status}`).toBe(true);
    return JSON.parse((await response.text()) || "null");
  }

  /** Runs a command; what it told GitHub is in `told`. @param paths that stand in the line by names, as they have spaces in them */
  async run(
    line: string,
    environment: Readonly<Record<string, string>> = {},
    paths: Readonly<Record<string, string>> = {},
  ): Promise<Ran & { told: Json; json: Json }> {
    writeFileSync(this.outputs, "");
    const placed = (word: string) =>
      Object.entries(paths).reduce((text, [name, path]) => text.replace(name, path), word);
    const ran = await this.scratch.groundplan(line.split(" ").map(placed), {
      environment: { GITHUB_OUTPUT: this.outputs, SUPABASE_DB_PASSWORD: password, ...environment },
    });
    const lines = readFileSync(this.outputs, "utf8").split("\n").filter(Boolean);
    const told = Object.fromEntries(lines.map((one) => one.split(/=(.*)/s).slice(0, 2)));
    return { ...ran, told, json: line.includes("--json") && ran.stdout !== "" ? JSON.parse(ran.stdout) : {} };
  }
}
