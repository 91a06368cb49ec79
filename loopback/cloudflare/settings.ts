import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { invalidBody, refuse, success, zoneOf } from "./answer.ts";
import type { Context } from "./state.ts";

const onOff = z.enum(["on", "off"]);

/** The settings that are played: what they take, and what a new zone has. */
const settings: Readonly<Record<string, { readonly takes: z.ZodType; readonly initial: unknown }>> = {
  ssl: { takes: z.enum(["off", "flexible", "full", "strict"]), initial: "full" },
  always_use_https: { takes: onOff, initial: "off" },
  automatic_https_rewrites: { takes: onOff, initial: "on" },
  min_tls_version: { takes: z.enum(["1.0", "1.1", "1.2", "1.3"]), initial: "1.0" },
  tls_1_3: { takes: z.enum(["on", "off", "zrt"]), initial: "on" },
  opportunistic_encryption: { takes: onOff, initial: "on" },
  http3: { takes: onOff, initial: "on" },
  "0rtt": { takes: onOff, initial: "off" },
  websockets: { takes: onOff, initial: "on" },
  ipv6: { takes: onOff, initial: "on" },
  brotli: { takes: onOff, initial: "on" },
  development_mode: { takes: onOff, initial: "off" },
  email_obfuscation: { takes: onOff, initial: "on" },
  browser_check: { takes: onOff, initial: "on" },
  rocket_loader: { takes: onOff, initial: "off" },
  cache_level: { takes: z.enum(["aggressive", "basic", "simplified"]), initial: "aggressive" },
  security_level: {
    takes: z.enum(["off", "essentially_off", "low", "medium", "high", "under_attack"]),
    initial: "medium",
  },
  browser_cache_ttl: { takes: z.int().min(0).max(31_536_000), initial: 14_400 },
  challenge_ttl: { takes: z.int().min(300).max(31_536_000), initial: 1800 },
  security_header: {
    takes: z.strictObject({
      strict_transport_security: z.strictObject({
        enabled: z.boolean(),
        max_age: z.int(),
        include_subdomains: z.boolean(),
        preload: z.boolean(),
        nosniff: z.boolean(),
      }),
    }),
    initial: {
      strict_transport_security: {
        ...{ enabled: false, max_age: 0, include_subdomains: false, preload: false, nosniff: false },
      },
    },
  },
};

/** Settings of a zone: each is always there. */
export function settingRoutes(app: Hono, context: Context): void {
  const path = "/zones/:zone/settings/:setting";

  app.get(path, (c) => {
    const { zone, name } = settingOf(c);
    return c.json(success(settingView(zone, name, context)));
  });

  app.patch(path, async (c) => {
    const { zone, name, takes } = settingOf(c);
    const { value } = await readBody(c, z.object({ value: z.unknown() }), invalidBody);
    const given = takes.safeParse(value);
    if (!given.success) throw refuse(400, 1007, `Invalid value for zone setting ${name}`);
    context.state.settings[`${zone}/${name}`] = given.data;
    context.changed();
    return c.json(success(settingView(zone, name, context)));
  });

  function settingOf(c: Call): { zone: string; name: string; takes: z.ZodType } {
    const zone = zoneOf(c, context);
    const name = c.req.param("setting") ?? "";
    const known = Object.hasOwn(settings, name) ? settings[name] : undefined;
    if (known === undefined) throw refuse(400, 1006, `Unrecognized zone setting name: ${name}`);
    return { zone: zone.id, name, takes: known.takes };
  }
}

const settingView = (zone: string, name: string, { state }: Context): object => ({
  id: name,
  value: state.settings[`${zone}/${name}`] ?? settings[name]?.initial,
  editable: true,
  modified_on: null,
});

/** Those that are no longer as in a new zone. */
export function changedSettings(context: Context): object[] {
  return Object.entries(context.state.settings).flatMap(([key, value]) => {
    const [zone = "", name = ""] = key.split("/");
    const same = JSON.stringify(value) === JSON.stringify(settings[name]?.initial);
    return same ? [] : [{ ...settingView(zone, name, context), zone_id: zone }];
  });
}
