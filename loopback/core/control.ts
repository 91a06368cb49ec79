import { z } from "zod";
import { issuePath } from "./body.ts";
import { type Faults, faultSchema } from "./faults.ts";
import { foreignness, tokenGiven } from "./gate.ts";
import type { Journal } from "./journal.ts";
import type { Player } from "./play.ts";
import { type VendorName, vendorNames } from "./vendor.ts";

/** What the control routes act on. */
export interface Controls {
  readonly port: number;
  readonly token: string;
  readonly faults: Faults;
  /** Where our own bugs are told. */
  log(line: string): void;
  readonly journal: Journal;
  /** Every stored object in the vendors' own representations. */
  present(): Record<string, Record<string, readonly unknown[]>>;
  reset(): Promise<void>;
  status(): object;
  setLimit(vendor: VendorName, limit?: number, windowMs?: number): void;
  /** Where the vendor keeps a secret with this digest. */
  holds(vendor: VendorName, sha256: string): readonly string[];
  /** @throws Error when the vendor does not understand these accounts. */
  seed(vendor: VendorName, accounts: unknown): void;
}

type Route = (body: unknown, query: URLSearchParams) => object | Promise<object>;

const limitSchema = z.strictObject({
  vendor: z.enum(vendorNames),
  /** Requests a window; absent: so many that it never bites. */
  limit: z.int().min(1).optional(),
  windowMs: z.int().min(1).optional(),
});
const holdsSchema = z.strictObject({ vendor: z.enum(vendorNames), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const seedSchema = z.strictObject({ vendor: z.enum(vendorNames), accounts: z.unknown() });
const sinceSchema = z.coerce.number().int().min(0).default(0);

/** The control routes under `/_loopback/`, for the holder of the token in `control.json` alone. */
export function createControl(controls: Controls): Player {
  const { faults, journal } = controls;
  const routes: Record<string, Partial<Record<string, Route>>> = {
    "/_loopback/status": { GET: () => controls.status() },
    "/_loopback/state": { GET: () => controls.present() },
    "/_loopback/journal": {
      GET: (_, query) => journal.since(parse(sinceSchema, query.get("since") ?? undefined, "since")),
      DELETE: () => done(() => journal.clear()),
    },
    "/_loopback/faults": {
      GET: () => ({ faults: faults.list() }),
      POST: (body) => done(() => faults.add(parse(faultSchema, body, "body"))),
      DELETE: () => done(() => faults.clear()),
    },
    "/_loopback/limits": {
      POST: (body) => {
        const { vendor, limit, windowMs } = parse(limitSchema, body, "body");
        return done(() => controls.setLimit(vendor, limit, windowMs));
      },
    },
    "/_loopback/holds": {
      POST: (body) => {
        const { vendor, sha256 } = parse(holdsSchema, body, "body");
        return { places: controls.holds(vendor, sha256) };
      },
    },
    "/_loopback/seed": {
      POST: (body) => {
        const { vendor, accounts } = parse(seedSchema, body, "body");
        return done(() => understood(() => controls.seed(vendor, accounts)));
      },
    },
    "/_loopback/reset": { POST: () => controls.reset().then(() => ({ done: true })) },
  };

  return async (request) => ({ response: await answer(request), dropped: false });

  async function answer(request: Request): Promise<Response> {
    const foreign = foreignness(request.headers, controls.port);
    if (foreign !== undefined) return say(403, foreign);
    if (tokenGiven(request.headers, controls.token) !== "right")
      return say(401, "the token of control.json is needed as a bearer token");
    const url = new URL(request.url);
    const methods = routes[url.pathname];
    if (!methods) return say(404, `there is no ${url.pathname}: ${Object.keys(routes).join(", ")}`);
    const route = methods[request.method];
    if (!route)
      return say(405, `${url.pathname} takes ${Object.keys(methods).join(", ")}`, {
        allow: Object.keys(methods).join(", "),
      });
    const text = await request.text();
    if (text !== "" && !/^application\/json\b/.test(request.headers.get("content-type") ?? ""))
      return say(415, "bodies are application/json");
    try {
      return Response.json(await route(text === "" ? {} : JSON.parse(text), url.searchParams));
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof BadRequest) return say(400, error.message);
      const told = error instanceof Error ? error : new Error(String(error));
      controls.log(`control ${request.method} ${url.pathname}: ${told.stack}`);
      return say(500, told.message);
    }
  }
}

class BadRequest extends Error {}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BadRequest(result.error.issues.map((issue) => `${what}, ${issuePath(issue)}: ${issue.message}`).join("; "));
}

/** What a vendor cannot make sense of is the caller's mistake. */
function understood(act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
}

function done(act: () => void): object {
  act();
  return { done: true };
}

function say(status: number, error: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error }, { status, headers });
}
