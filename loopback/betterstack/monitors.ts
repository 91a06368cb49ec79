import type { Hono } from "hono";
import { z } from "zod";
import { collectionRoutes } from "./collection.ts";
import { alerting, strangers } from "./fields.ts";
import { type Context, nextId, type Stored, type StoredHeader } from "./state.ts";

const types = [
  "status",
  "expected_status_code",
  "keyword",
  "keyword_absence",
  "ping",
  "tcp",
  "udp",
  "smtp",
  "pop",
  "imap",
  "dns",
  "playwright",
] as const;
/** Their time-out is in milliseconds. */
const servers: readonly string[] = ["ping", "tcp", "udp", "smtp", "pop", "imap", "dns"];
const days = z.literal([1, 2, 3, 7, 14, 30, 60]).nullable().default(null);
const text = z.string().nullable().default(null);

const fields = {
  monitor_type: z.enum(types),
  url: z.string().min(1),
  pronounceable_name: text,
  check_frequency: z.int().min(30).max(1800).default(180),
  request_timeout: z.int().nullable().default(null),
  confirmation_period: z.int().min(0).default(0),
  recovery_period: z.int().min(0).default(180),
  regions: z.array(z.enum(["us", "eu", "as", "au"])).default(["us", "eu", "as", "au"]),
  expected_status_codes: z.array(z.int()).default([]),
  required_keyword: text,
  http_method: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["get", "head", "post", "put", "patch"]))
    .default("get"),
  request_body: text,
  verify_ssl: z.boolean().default(true),
  ssl_expiration: days,
  domain_expiration: days,
  follow_redirects: z.boolean().default(true),
  remember_cookies: z.boolean().default(false),
  port: z.string().nullable().default(null),
  ip_version: z.enum(["ipv4", "ipv6"]).nullable().default(null),
  playwright_script: text,
  scenario_name: text,
  monitor_group_id: z.int().nullable().default(null),
  expiration_policy_id: z.int().nullable().default(null),
  ...alerting,
};

/** A text that is encrypted from here on; one that is so already stays. */
const sealed = (secret: Context["secret"]) =>
  z
    .union([z.string().transform(secret), z.object({ $secret: z.string() })])
    .nullable()
    .default(null);

/** With user and password encrypted, and headers as they come: what happens to those is another matter. */
const schemaOf = ({ secret }: Context) =>
  z.object({
    ...fields,
    auth_username: sealed(secret),
    auth_password: sealed(secret),
    request_headers: z.unknown().optional(),
  });
export type MonitorBody = z.output<ReturnType<typeof schemaOf>>;
type StoredMonitor = Stored<MonitorBody & { headers: StoredHeader[] }>;

/** Headers are edited by id: without one it is added, with `_destroy` it goes. */
const headerEdits = z.object({
  request_headers: z
    .array(
      z.object({
        id: z.union([z.string(), z.int()]).transform(String).optional(),
        name: z.string().optional(),
        value: z.string().optional(),
        _destroy: z.boolean().optional(),
      }),
    )
    .default([]),
});

export function monitorRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const edited = (headers: StoredHeader[], given: unknown): StoredHeader[] => {
    const edits = headerEdits.parse(given).request_headers;
    const kept = headers
      .filter(({ id }) => !edits.some((edit) => edit.id === id && edit._destroy))
      .map((header) => {
        const edit = edits.find(({ id }) => id === header.id);
        return { ...header, name: edit?.name ?? header.name, value: edit?.value ?? header.value };
      });
    const added = edits.filter(({ id }) => id === undefined);
    return [...kept, ...added.map(({ name = "", value = "" }) => ({ id: nextId(context), name, value }))];
  };
  collectionRoutes<MonitorBody, { headers: StoredHeader[] }>(app, context, {
    path: "/api/v2/monitors",
    type: "monitor",
    host: `${context.origin}/uptime`,
    schema: schemaOf(context),
    fixed: [],
    all: () => state.monitors,
    keep: (all) => {
      state.monitors = all;
    },
    problems: (body) => ({
      ...missing(body),
      ...strangers(
        { ...body, group: ["monitor_group_id", body.monitor_group_id, state.known.monitor_groups] },
        context,
      ),
    }),
    made: (body) => ({ headers: edited([], body) }),
    changed: (stored, given) => {
      stored.headers = edited(stored.headers, given);
    },
    attributes: (stored) => monitorAttributes(stored, context),
  });
}

/** What its type needs and has not. */
function missing(body: MonitorBody): Record<string, readonly string[]> {
  const { monitor_type: type, request_timeout: timeout } = body;
  const blank = ["can't be blank"];
  const allowed = servers.includes(type)
    ? [500, 1000, 2000, 3000, 5000]
    : type === "playwright"
      ? [15, 30, 45, 60]
      : [2, 3, 5, 10, 15, 30, 45, 60];
  return {
    ...(["keyword", "keyword_absence", "udp"].includes(type) && !body.required_keyword && { required_keyword: blank }),
    ...(type === "expected_status_code" && body.expected_status_codes.length === 0 && { expected_status_codes: blank }),
    ...(["tcp", "udp", "smtp", "pop", "imap"].includes(type) && !body.port && { port: blank }),
    ...(type === "dns" && !body.request_body && { request_body: blank }),
    ...(type === "playwright" && !body.playwright_script && { playwright_script: blank }),
    ...(timeout !== null && !allowed.includes(timeout) && { request_timeout: ["is not included in the list"] }),
  };
}

export function monitorAttributes(stored: StoredMonitor, { now }: Context): Record<string, unknown> {
  // `paused` is not told, only since when.
  const { id: _, paused: __, headers, ...told } = stored;
  return {
    ...told,
    request_headers: headers,
    auth_username: stored.auth_username?.$secret ?? null,
    auth_password: stored.auth_password === null ? null : "********",
    request_timeout: stored.request_timeout ?? (servers.includes(stored.monitor_type) ? 5000 : 30),
    team_name: "Loopback",
    status: stored.paused_at === null ? "up" : "paused",
    last_checked_at: stored.paused_at === null ? now().toISOString() : null,
  };
}
