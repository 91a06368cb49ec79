import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { endpoint, token } from "../../../providers/kit/endpoint.ts";
import { Cancelled, UnknownOutcome, VendorError } from "../../../providers/kit/errors.ts";
import { type Dialect, Http } from "../../../providers/kit/http.ts";

const secret = "tok_0123456789abcdef";
const dialect: Dialect = {
  vendor: "Acme",
  tokenVariable: "ACME_TOKEN",
  headers: (value) => ({ authorization: `Bearer ${value}` }),
  describe: (body) =>
    typeof body === "object" && body !== null && "message" in body ? { message: String(body.message) } : {},
  concurrency: 2,
};

type Route = (request: IncomingMessage, response: ServerResponse) => void;
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A vendor that answers its requests one route after the other; the last route answers the rest. */
async function vendor(
  ...routes: Route[]
): Promise<{ http: Http; base: URL; seen: string[]; waits: number[]; said: string[]; abort: AbortController }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    (routes[Math.min(seen.length, routes.length) - 1] ?? routes[0])?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => void server.close());
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const waits: number[] = [];
  const said: string[] = [];
  const abort = new AbortController();
  const say = (line: string) => void said.push(line);
  const wait = async (ms: number, signal: AbortSignal) => {
    waits.push(ms);
    signal.throwIfAborted();
  };
  return {
    http: new Http({ base, token: secret, dialect, signal: abort.signal, random: () => 0.5, wait, say }),
    base,
    seen,
    waits,
    said,
    abort,
  };
}

const ok: Route = (_, response) => void response.end('{"ok":true}');
const status =
  (code: number, headers: Record<string, string> = {}, body = '{"message":"no"}'): Route =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);
const drop: Route = (request) => void request.socket.destroy();

describe("the HTTP client", () => {
  it("waits as long as Retry-After says, and goes on", async () => {
    const { http, seen, waits } = await vendor(status(429, { "retry-after": "7" }), ok);
    expect((await http.send("GET", "/a")).body).toEqual({ ok: true });
    expect([seen.length, waits]).toEqual([2, [7000]]);
  });

  it("waits as long as a 503 asks, too", async () => {
    const { http, waits } = await vendor(status(503, { "retry-after": "3" }), ok);
    await http.send("GET", "/a");
    expect(waits).toEqual([3000]);
  });

  it("says why it takes longer, when waits add up to more than 2 s, and more rarely the longer it lasts", async () => {
    const { http, said } = await vendor(
      status(429, { "retry-after": "1" }),
      status(429, { "retry-after": "1" }),
      status(429, { "retry-after": "1" }),
      status(503, { "retry-after": "1" }),
      ok,
    );
    await http.send("GET", "/a");
    expect(said).toEqual([
      "This takes longer: Acme answered 429 to GET /a; try 3 of 6 in 1.0 s, as it asks",
      "This takes longer: Acme answered 503 to GET /a; try 5 of 6 in 1.0 s, as it asks",
    ]);
  });

  it("says nothing of short waits", async () => {
    const { http, said, waits } = await vendor(status(502), drop, ok);
    await http.send("GET", "/a");
    expect([waits.length, said]).toEqual([2, []]);
  });

  it("names the vendor that stays down, and what to do", async () => {
    const { http, seen } = await vendor(status(503));
    await expect(http.send("GET", "/a")).rejects.toThrow(/^Acme answered 503 to GET \/a in 6 tries: no\n {2}fix: wait/);
    expect(seen.length).toBe(6);
    const silent = await vendor(drop);
    await expect(silent.http.send("GET", "/a")).rejects.toThrow(/^Acme gave no answer to GET \/a at 127.+ in 6 tries/);
  });

  it("tells of a vendor that is down once: what fails after the first call given up does not try as long", async () => {
    const { http, seen } = await vendor(status(503));
    const first = await http.send("GET", "/a").catch((error: unknown) => error);
    await expect(http.send("GET", "/b")).rejects.toBe(first);
    expect(seen.length).toBe(7);
  });

  it("tries as long as ever once the vendor has answered again", async () => {
    const { http, seen } = await vendor(...Array.from({ length: 6 }, () => status(503)), ok, status(503), ok);
    await expect(http.send("GET", "/a")).rejects.toThrow("in 6 tries");
    await http.send("GET", "/b");
    await http.send("GET", "/c");
    expect(seen.slice(6)).toEqual(["GET /b", "GET /c", "GET /c"]);
  });

  it("repeats reads and idempotent writes on 5xx and on lost connections", async () => {
    const { http, seen } = await vendor(status(503), drop, ok);
    await http.send("PUT", "/a", { body: {} });
    expect(seen).toEqual(["PUT /a", "PUT /a", "PUT /a"]);
  });

  it("never repeats a POST whose outcome is unknown", async () => {
    for (const route of [
      drop,
      status(502),
      ((_, response) => void response.writeHead(200).end("{ garbage")) satisfies Route,
    ]) {
      const { http, seen } = await vendor(route, ok);
      await expect(http.send("POST", "/a", { body: {} })).rejects.toBeInstanceOf(UnknownOutcome);
      expect(seen).toEqual(["POST /a"]);
    }
  });

  it("tells status and the vendor's words, and never the token, even when the vendor echoes it", async () => {
    const { http } = await vendor(status(401, {}, JSON.stringify({ message: `bad token ${secret}` })));
    const error = await http.send("GET", "/a").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VendorError);
    expect(String(error)).toContain("GET /a answered 401: bad token [token]");
    expect(String(error)).toContain("ACME_TOKEN");
    expect(String(error)).not.toContain(secret);
  });

  it("never follows a redirect with the token", async () => {
    const { http, seen } = await vendor(status(302, { location: "http://127.0.0.1:9/elsewhere" }));
    await expect(http.send("GET", "/a")).rejects.toThrow("answered 302");
    expect(seen).toEqual(["GET /a"]);
  });

  it("shares a read among siblings until the next write", async () => {
    const { http, seen } = await vendor(ok);
    await Promise.all([http.shared("/list"), http.shared("/list"), http.shared("/list")]);
    await http.send("POST", "/list", { body: {} });
    await http.shared("/list");
    expect(seen).toEqual(["GET /list", "POST /list", "GET /list"]);
  });

  it("shares no read from before a write of unknown outcome", async () => {
    const { http, seen } = await vendor(
      (_, response) => void http.shared("/list").then(() => response.socket?.destroy()),
      ok,
    );
    await expect(http.send("POST", "/list", { body: {} })).rejects.toBeInstanceOf(UnknownOutcome);
    await http.shared("/list");
    expect(seen).toEqual(["POST /list", "GET /list", "GET /list"]);
  });

  it("ends at Cancel: no new request, but a write in flight is answered", async () => {
    const { http, abort, seen } = await vendor((_, response) => {
      abort.abort();
      response.end('{"id":1}');
    });
    expect((await http.send("POST", "/a", { body: {} })).body).toEqual({ id: 1 });
    await expect(http.send("POST", "/a", { body: {} })).rejects.toBeInstanceOf(Cancelled);
    expect(seen).toEqual(["POST /a"]);
  });
});

describe("where a token may go", () => {
  const rule = { vendor: "Acme", variable: "ACME_URL", address: "https://api.acme.test" };

  it.each([
    ["http://127.0.0.1:4701", "http://127.0.0.1:4701/"],
    ["http://[::1]:4701", "http://[::1]:4701/"],
    ["https://api.acme.test/v2", "https://api.acme.test/v2"],
  ])("takes %s", (given, url) => {
    expect(endpoint(rule, { ACME_URL: given }).href).toBe(url);
  });

  it.each([
    "http://127.0.0.2:4701",
    "https://acme.evil.test",
    "http://api.acme.test",
    "https://127.0.0.1.evil.test",
    "localhost",
    "http://user@evil.test@127.0.0.2",
  ])("refuses %s", (given) => {
    expect(() => endpoint(rule, { ACME_URL: given })).toThrow("refused");
  });

  it("takes a self-hosted name only from the machine", () => {
    expect(() => endpoint(rule, { ACME_URL: "https://acme.example.com" })).toThrow("GROUNDPLAN_SELF_HOSTED");
    expect(
      endpoint(rule, { ACME_URL: "https://acme.example.com", GROUNDPLAN_SELF_HOSTED: "x.test, acme.example.com" }).host,
    ).toBe("acme.example.com");
  });

  it("says where to get a token that is missing", () => {
    expect(() => token({}, "ACME_TOKEN", "Acme", "make one at acme.test/tokens")).toThrow(
      "make one at acme.test/tokens, then: export ACME_TOKEN=…",
    );
  });
});
