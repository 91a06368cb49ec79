import { readFileSync } from "node:fs";
import { bearer } from "../../loopback/core/gate.ts";
import { vendors } from "../../loopback/vendors.ts";
import type { Control } from "../../src/engine/loopback.ts";
import type { Stranger } from "./gallery.ts";
import { planted } from "./planted.ts";
import { byHand } from "./vendors-by-hand.ts";

/**
 * `node by-hand-main.ts accounts|make <control file> <seed> [vendor…]`: puts the accounts of the gallery at the vendors,
 * or makes every exhibit there as a stranger would and prints the import ids as JSON, by vendor. Nothing of our
 * providers is loaded here.
 */
const [what, controlFile = "", seed = "", ...named] = process.argv.slice(2);
const control: Control = JSON.parse(readFileSync(controlFile, "utf8"));
const wanted = byHand.filter(({ vendor }) => named.length === 0 || named.includes(vendor));

if (what === "accounts") {
  for (const { vendor, accounts } of wanted)
    if (accounts !== undefined) await ask("POST", "seed", { vendor, accounts });
} else {
  const made: Record<string, Readonly<Record<string, string>>> = {};
  for (const one of wanted) made[one.vendor] = await one.make(strangerAt(one.vendor));
  process.stdout.write(JSON.stringify(made));
}

function strangerAt(vendor: string): Stranger {
  return {
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${control.origins[vendor]}${path}`, {
        method,
        headers: {
          authorization: authorizationAt(vendor),
          ...(body === undefined || typeof body === "string" || body instanceof FormData
            ? {}
            : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" || body instanceof FormData ? body : JSON.stringify(body) }),
      });
      return answer(`${vendor} ${method} ${path}`, response);
    },
    secret: (name) => planted(seed, name),
    control: ask,
  };
}

function authorizationAt(name: string): string {
  const vendor = vendors.find((one) => one.name === name);
  if (vendor === undefined) throw new Error(`no vendor ${name}`);
  return (vendor.login ?? bearer).authorization(control.environment[vendor.environment.token] ?? "");
}

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${control.controlUrl}/_loopback/${path}`, {
    method,
    headers: { authorization: `Bearer ${control.controlToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer(`${method} ${path}`, response);
}

async function answer(what: string, response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${what} answered ${response.status}: ${text}`);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
