import type { Context as Call, Hono } from "hono";

type Handler = (call: Call) => Response | Promise<Response>;

/** Registers a route for every version of its path that Vercel serves: 1 to the described one, known higher ones, and none. */
export type Route = (methodAndPath: string, handler: Handler, higher?: readonly number[]) => void;

/** What Vercel still answers under its old product's name too: its command line asks `/v3/now/deployments/…`. */
const hadProduct = /^\/(deployments|aliases)\b/;

/**
 * `route("GET /v9/projects/:project", …, [10])` answers `/v1/projects/…` to `/v10/projects/…`: Vercel keeps old
 * versions of an operation working, and its clients mix them; its command line asks `/projects/…` without any.
 */
export function createRouter(app: Hono): Route {
  return (methodAndPath, handler, higher = []) => {
    const { method, version, path } =
      /^(?<method>[A-Z]+) \/v(?<version>\d+)(?<path>\/.*)$/.exec(methodAndPath)?.groups ?? {};
    if (!method || !version || !path) throw new Error(`not a versioned route: ${methodAndPath}`);
    const described = Array.from({ length: Number(version) }, (_, i) => i + 1);
    app.on(
      method,
      ["", ...[...described, ...higher].map((number) => `/v${number}`)].flatMap((prefix) => [
        `${prefix}${path}`,
        ...(hadProduct.test(path) ? [`${prefix}/now${path}`] : []),
      ]),
      handler,
    );
  };
}
