import type { Hono } from "hono";
import { page, success, zoneOf } from "./answer.ts";
import type { Context, StoredZone } from "./state.ts";

/** Zones are looked up: moving a domain to Cloudflare is a person's work. */
export function zoneRoutes(app: Hono, context: Context): void {
  app.get("/user/tokens/verify", (c) => c.json(success({ id: context.state.account.id, status: "active" })));

  app.get("/zones", (c) => {
    const name = c.req.query("name");
    const found = context.state.zones.filter((zone) => name === undefined || zone.name === name);
    return c.json(
      page(
        c,
        found.map((zone) => zoneView(zone, context)),
        50,
      ),
    );
  });

  app.get("/zones/:zone", (c) => c.json(success(zoneView(zoneOf(c, context), context))));
}

export function zoneView({ id, name, created_on }: StoredZone, { state }: Context): object {
  return {
    ...{ id, name, status: "active", type: "full", paused: false, development_mode: 0 },
    name_servers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    ...{ account: state.account, created_on, modified_on: created_on, activated_on: created_on },
  };
}
