import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type Cloud, startCloud } from "../../../loopback/core/cloud.ts";
import type { ControlFile } from "../../../loopback/core/home.ts";
import type { AnyVendor, Cluster } from "../../../loopback/core/vendor.ts";
import { posthog } from "../../../loopback/posthog/vendor.ts";
import { vercel } from "../../../loopback/vercel/vendor.ts";

/** A loopback in this process, in a folder of its own, on free ports. */
export interface TestCloud extends Cloud {
  readonly home: string;
  /** What it logged about itself. */
  readonly log: readonly string[];
}

const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** A folder that is removed after the file's tests. */
export function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), "loopback-"));
  homes.push(home);
  return home;
}

export async function startTestCloud(
  options: { home?: string; basePort?: number; rotateTokens?: boolean; vendors?: readonly AnyVendor[] } = {},
): Promise<TestCloud> {
  const home = options.home ?? newHome();
  const log: string[] = [];
  const cloud = await startCloud({
    home,
    basePort: 0,
    rotateTokens: false,
    vendors: [vercel, posthog],
    cluster: noCluster,
    now: () => new Date(),
    log: (line) => void log.push(line),
    ...options,
  });
  return { ...cloud, home, log };
}

/** The vendors under test need no database; asking for one is a failure. */
const noCluster: Cluster = {
  host: "127.0.0.1",
  port: () => Promise.reject(new Error("no cluster here")),
  createDatabase: () => Promise.reject(new Error("no cluster here")),
  setPassword: () => Promise.reject(new Error("no cluster here")),
  dropDatabase: () => Promise.reject(new Error("no cluster here")),
  stop: () => Promise.resolve(),
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What `JSON.parse` gives, text that is no JSON, or null. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** What stands at `path` in JSON: `at(body, "projects", 0, "name")`; undefined where there is no such place. */
export function at(json: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined),
    json,
  );
}

/** `key` of every item of the list at `path`. */
export function column(json: unknown, key: string, ...path: readonly (string | number)[]): unknown[] {
  const list = at(json, ...path);
  if (!Array.isArray(list)) throw new Error(`no list at ${path.join(".")}`);
  return list.map((item) => at(item, key));
}

export type Ask = (methodAndPath: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** A client of one vendor: `ask("POST /v11/projects", { name: "web" })`. */
export function clientOf(control: ControlFile, vendor: "vercel" | "posthog", tokenVariable: string): Ask {
  return asker(control.origins[vendor] ?? "", control.environment[tokenVariable] ?? "");
}

/** A client of the control routes: `ask("GET state")`. */
export function controlOf(control: ControlFile): Ask {
  const ask = asker(`${control.controlUrl}/_loopback`, control.controlToken);
  return (methodAndPath, ...rest) => ask(methodAndPath.replace(" ", " /"), ...rest);
}

export function asker(origin: string, token: string): Ask {
  return async (methodAndPath, body, headers = {}) => {
    const [method = "", path = ""] = methodAndPath.split(" ");
    const response = await fetch(origin + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : parsed(text) };
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
