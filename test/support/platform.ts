import type { PlatformErrors } from "../../src/errors.ts";
import type { ParseContext } from "../../src/spec/context.ts";
import type { PlatformDefinition } from "../../src/spec/definition.ts";
import { parsePlatform } from "../../src/spec/parse.ts";
import type { PlatformSpec } from "../../src/spec/platform.ts";
import { appEnv, fromApp, fromDatabase, secret } from "../../src/spec/variables.ts";

/** A small valid platform. Each test changes the one thing that it is about. */
export const definition = {
  name: "shop",
  domain: "shop.example",
  apps: {
    web: {
      framework: "nextjs",
      variables: {
        APP_ENV: appEnv(),
        NEXT_PUBLIC_APP_URL: fromApp("url"),
        NEXT_PUBLIC_SUPABASE_URL: fromDatabase("url"),
        SUPABASE_SECRET_KEY: fromDatabase("secretKey"),
        STRIPE_SECRET_KEY: secret("STRIPE_SECRET_KEY"),
      },
    },
  },
  database: {},
  errors: { reason: "errors are not what these tests are about" },
  secrets: [
    {
      name: "STRIPE_SECRET_KEY",
      purpose: "takes payments",
      format: "stripe-secret-key",
      consumers: ["server"],
      requiredBy: "payments",
      obtain: "https://dashboard.stripe.com/apikeys",
    },
  ],
} as const satisfies PlatformDefinition;

const owners = { github: "shop-org", vercel: "team_1234567890", supabase: "shoporganization" };

/** Environment data of three valid stacks. */
export const stacks = {
  local: {
    kind: "local",
    vendors: "loopback",
    owners,
    apps: { web: { hosts: ["local"], address: "http://localhost:3000" } },
    database: { region: "eu-central-1" },
  },
  staging: {
    kind: "staging",
    vendors: "real",
    owners,
    apps: { web: { hosts: ["staging"] } },
    database: { region: "eu-central-1" },
  },
  production: {
    kind: "production",
    vendors: "real",
    owner: true,
    owners,
    apps: { web: { hosts: ["@", "www"] } },
    database: { region: "eu-central-1", size: "small" },
  },
} as const;

/** Every secret that the platform needs, encrypted, values unknown. */
export const secrets: ParseContext["secrets"] = Object.fromEntries(
  ["STRIPE_SECRET_KEY", "SUPABASE_DB_PASSWORD", "SUPABASE_ACCESS_TOKEN", "VERCEL_TOKEN"].map((name) => [
    name,
    { encrypted: true },
  ]),
);

export type StackName = keyof typeof stacks;

export interface Changed {
  readonly stack?: StackName;
  readonly definition?: unknown;
  /** The stack's own environment data. */
  readonly data?: unknown;
  readonly others?: Readonly<Record<string, unknown>>;
  readonly secrets?: ParseContext["secrets"];
  readonly ciphertexts?: ParseContext["ciphertexts"];
  readonly source?: ParseContext["source"];
}

/** Parses the small platform with something changed. */
export function parse(changed: Changed = {}): PlatformSpec {
  const stack = changed.stack ?? "staging";
  const data = changed.data ?? stacks[stack];
  return parsePlatform(changed.definition ?? definition, data, {
    stack,
    definitionFile: "src/platform.ts",
    stacks: { ...stacks, ...changed.others, [stack]: data },
    secrets: changed.secrets ?? secrets,
    ciphertexts: changed.ciphertexts ?? {},
    source: changed.source ?? "effective",
    locate: (of) => `Pulumi.${of}.yaml`,
  });
}

/** What was wrong, as `code where: problem`; empty for a valid stack. */
export function problems(changed: Changed = {}): { code: string; where: string; problem: string; fix: string }[] {
  try {
    parse(changed);
    return [];
  } catch (error) {
    const found = error as PlatformErrors;
    return found.problems.map(({ code, where, problem, fix }) => ({ code, where, problem, fix }));
  }
}

export const codes = (changed: Changed = {}): string[] => problems(changed).map(({ code }) => code);

/** A copy of plain data with one path changed, or removed when the value is undefined. */
export function withValue(data: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(data);
  let at = copy as Record<string, unknown>;
  for (const part of path.slice(0, -1)) {
    at[part] = at[part] === undefined ? {} : at[part];
    at = at[part] as Record<string, unknown>;
  }
  const last = path.at(-1) ?? "";
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}
