import { setTimeout as wait } from "node:timers/promises";
import { Hono } from "hono";
import type { Fault, Faults } from "./faults.ts";
import { foreignness, tokenGiven } from "./gate.ts";
import type { Journal } from "./journal.ts";
import type { Limiter } from "./limits.ts";
import type { Redactor } from "./redact.ts";
import { Refusal } from "./refusal.ts";
import type { AnyVendor, RateLimit, VendorContext } from "./vendor.ts";

/** What a vendor's requests pass through, besides its own routes. */
export interface Stage {
  readonly port: number;
  readonly faults: Faults;
  readonly limiter: Limiter;
  readonly journal: Journal;
  readonly redactor: Redactor;
  readonly counters: Counters;
  /** Aborts when the loopback stops: nothing waits longer. */
  readonly stopping: AbortSignal;
  /** Where our own bugs are told. */
  log(line: string): void;
}

export interface Counters {
  requests: number;
  unknownRoutes: number;
}

/** Answers one request; `dropped` says that the client is not to hear it. */
export type Player = (request: Request) => Promise<{ readonly response: Response; readonly dropped: boolean }>;

/** A request as it is matched, played and written down. */
interface Call {
  readonly request: Request;
  readonly method: string;
  /** Without the vendor's prefix, escaped as sent. */
  readonly path: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The parsed JSON body; null where there is none. */
  readonly body: unknown;
  readonly unreadable: boolean;
}

/** One vendor as a function from request to answer: gate, token, faults, rate limit, routes, journal, in this order. */
export function createPlayer(vendor: AnyVendor, context: VendorContext<object>, stage: Stage): Player {
  const routes = routesOf(vendor, context, stage);
  const secretKeys = new Set(vendor.secretKeys);
  const say = (status: number, message: string) => Response.json(vendor.error(status, message), { status });

  return async (request) => {
    const foreign = foreignness(request.headers, stage.port);
    if (foreign !== undefined) return { response: say(403, foreign), dropped: false };
    const call = await readCall(request, vendor.prefixes);
    if (vendor.isDataPlane?.(call.path)) return visit(call);

    const started = context.now().getTime();
    stage.counters.requests += 1;
    const limit = stage.limiter.take();
    const authorized = tokenGiven(call.headers, context.token, vendor.login);
    const fault = authorized === "right" ? stage.faults.take(vendor.name, call.method, call.path) : undefined;
    const acted = authorized === "right" ? await act(call, fault, limit) : unauthorized(authorized);
    for (const [name, value] of Object.entries(vendor.headers(limit))) acted.headers.set(name, value);
    await write(call, acted, fault, started);
    return {
      response: await spoil(acted, fault),
      dropped: fault?.kind === "drop-request" || fault?.kind === "drop-response",
    };
  };

  /** A request to one of the vendor's other hosts. */
  async function visit(call: Call): ReturnType<Player> {
    const fault = vendor.isSpoilable?.(call.path) ? stage.faults.take(vendor.name, call.method, call.path) : undefined;
    const silent = fault?.status !== undefined || fault?.kind === "drop-request";
    const acted = silent ? say(fault.status ?? 503, "the loopback was told to answer so") : await routes(call);
    return { response: await spoil(acted, fault), dropped: fault?.kind.startsWith("drop-") === true };
  }

  function unauthorized(reason: "missing" | "wrong"): Response {
    const own = vendor.unauthorized?.(reason);
    return own ? Response.json(own.body, { status: own.status }) : say(401, "Unauthorized");
  }

  async function act(call: Call, fault: Fault | undefined, limit: RateLimit & { refused: boolean }): Promise<Response> {
    if (fault?.kind === "drop-request") return say(503, "the loopback dropped this request");
    if (fault?.kind === "status" || fault?.kind === "echo") {
      const status = fault.status ?? 500;
      const echo = fault.kind === "echo" ? ` to ${new TextDecoder().decode(call.bytes)}` : "";
      const response = say(status, `the loopback was told to answer ${status}${echo}`);
      for (const [name, value] of Object.entries(fault.headers ?? {})) response.headers.set(name, value);
      return response;
    }
    if (limit.refused) {
      const response = say(429, "Rate limit exceeded");
      response.headers.set(
        "retry-after",
        String(Math.max(1, Math.ceil((limit.resetAt.getTime() - context.now().getTime()) / 1000))),
      );
      return response;
    }
    if (call.unreadable) return say(400, "Invalid JSON");
    return routes(call);
  }

  async function write(call: Call, acted: Response, fault: Fault | undefined, started: number): Promise<void> {
    const { redactor } = stage;
    // No route ran that could have told the journal what is secret in this body.
    if (fault?.kind === "echo") redactor.registerAll(call.body, secretKeys);
    const headers: Record<string, unknown> = Object.fromEntries(call.headers);
    delete headers["authorization"];
    stage.journal.append({
      vendor: vendor.name,
      method: call.method,
      path: redactor.text(call.path),
      query: redactor.text(call.url.search.slice(1)),
      requestHeaders: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, redactor.text(String(value))]),
      ),
      requestBody: redactor.json(call.body, secretKeys),
      status: acted.status,
      responseBody: redactor.json(parseJson(await acted.clone().text()), secretKeys),
      ms: context.now().getTime() - started,
      runId: call.headers.get("x-groundplan-run"),
      ...(fault && { fault: fault.kind }),
    });
  }

  async function spoil(acted: Response, fault: Fault | undefined): Promise<Response> {
    if (fault?.kind === "slow") await wait(fault.ms, undefined, { signal: stage.stopping }).catch(() => undefined);
    if (fault?.kind !== "garbage") return acted;
    const headers = new Headers(acted.headers);
    headers.set("content-type", "text/html");
    const status = [204, 205, 304].includes(acted.status) ? 200 : acted.status;
    return new Response("<html><body>upstream connect error", { status, headers });
  }
}

/** The vendor's routes as a function that never throws: refusals, unknown routes and our own bugs are answers too. */
function routesOf(vendor: AnyVendor, context: VendorContext<object>, stage: Stage): (call: Call) => Promise<Response> {
  const app = new Hono();
  vendor.routes(app, context);
  app.notFound((c) => {
    stage.counters.unknownRoutes += 1;
    const what = `${c.req.method} ${stage.redactor.text(c.req.path)}`;
    stage.log(`${vendor.name}: unknown route ${what}`);
    return Response.json(vendor.error(501, `${what} is not played by the loopback`), { status: 501 });
  });
  app.onError((error) => {
    if (error instanceof Refusal) return answerOf(error);
    stage.log(`${vendor.name}: ${error.stack ?? error.message}`);
    return Response.json(vendor.error(500, "the loopback has a bug here: see its log"), { status: 500 });
  });
  return async (call) => {
    const url = new URL(call.path + call.url.search, call.url);
    const body = call.bytes.length > 0 ? { body: call.bytes } : {};
    const response = await app.fetch(new Request(url, { method: call.method, headers: call.headers, ...body }));
    return new Response(response.body, response); // an answer of fetch() or redirect() has headers that cannot be added to
  };
}

function answerOf({ status, body, headers }: Refusal): Response {
  return body === null ? new Response(null, { status, headers }) : Response.json(body, { status, headers });
}

async function readCall(request: Request, prefixes: readonly string[]): Promise<Call> {
  const url = new URL(request.url);
  const prefix = prefixes.find((prefix) => url.pathname === prefix || url.pathname.startsWith(`${prefix}/`)) ?? "";
  const bytes = new Uint8Array(await request.arrayBuffer());
  const type = request.headers.get("content-type") ?? "";
  const text = /json|^text\/plain|^$/.test(type) ? new TextDecoder().decode(bytes) : "";
  const body = type.startsWith("multipart/form-data") ? await formFields(bytes, type) : parseJson(text);
  return {
    request,
    method: request.method,
    path: url.pathname.slice(prefix.length) || "/",
    url,
    headers: new Headers(request.headers),
    bytes,
    body: body ?? null,
    unreadable: body === undefined && text !== "" && type.includes("json"),
  };
}

/** A form as the vendors describe it: text fields parsed where they hold JSON, files by their names, repeated ones as lists. */
async function formFields(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Record<string, unknown> | undefined> {
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => undefined);
  if (form === undefined) return undefined;
  const fieldOf = (name: string): unknown => {
    const files = form.getAll(name).filter((part) => typeof part !== "string");
    if (files.length > 0) return files.map((file) => file.name);
    const text = String(form.get(name));
    return parseJson(text) ?? text;
  };
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, fieldOf(name)]));
}

/** The value of JSON text; null for no text, undefined for text that is no JSON. */
function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
