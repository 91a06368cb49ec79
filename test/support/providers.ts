import { z } from "zod";
import { betterstack } from "../../providers/betterstack/provider.ts";
import { cloudflare } from "../../providers/cloudflare/provider.ts";
import { google } from "../../providers/google/provider.ts";
import type { AnyResource, Provider } from "../../providers/kit/resource.ts";
import { pagerduty } from "../../providers/pagerduty/provider.ts";
import { posthog } from "../../providers/posthog/provider.ts";
import { sentry } from "../../providers/sentry/provider.ts";
import { slack } from "../../providers/slack/provider.ts";
import { stripe } from "../../providers/stripe/provider.ts";
import { supabase } from "../../providers/supabase/provider.ts";
import { upstash } from "../../providers/upstash/provider.ts";
import { vercel } from "../../providers/vercel/provider.ts";

/** Every provider of ours, by its folder's name. */
// biome-ignore lint/suspicious/noExplicitAny: each provider has a client type of its own
export const providersByVendor: Readonly<Record<string, Provider<any>>> = {
  vercel,
  supabase,
  sentry,
  posthog,
  cloudflare,
  pagerduty,
  upstash,
  betterstack,
  slack,
  stripe,
  google,
};

/**
 * Whether the schema says of the input at a path (`passwordProtection.password`) that the vendor never tells it: by the
 * definition's `writeOnly` or `computed`, or by the word in its own description.
 */
export function isUntold(definition: AnyResource, path: string): boolean {
  const [top = "", ...rest] = path.replaceAll(/\[\d+\]/g, ".0").split(".");
  const named: readonly string[] = [...(definition.writeOnly ?? []), ...(definition.computed ?? [])];
  if (named.includes(top)) return true;
  let node = z.toJSONSchema(definition.inputs, { io: "input", unrepresentable: "any" }) as Schema | undefined;
  for (const part of [top, ...rest]) node = stepInto(node, part);
  return /write-only/i.test(node?.description ?? "");
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly anyOf?: readonly Schema[];
}

const stepInto = (node: Schema | undefined, part: string): Schema | undefined =>
  node?.properties?.[part] ??
  node?.items ??
  node?.additionalProperties ??
  node?.anyOf?.map((one) => stepInto(one, part)).find((one) => one !== undefined);
