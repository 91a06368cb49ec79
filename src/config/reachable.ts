import { PlatformError } from "../errors.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import { type VendorAccess, vendors } from "./vendors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const githubHosts = ["api.github.com", "github.com"];
const loopbackHosts = ["127.0.0.1", "[::1]"];

/** A stack on loopback never reaches a real account, whatever the shell holds; a token is there; GitHub's goes to GitHub. */
export function reachableProblems(spec: PlatformSpec, environment: Environment): PlatformError[] {
  const used = vendorsOf(spec);
  return [
    ...missing(
      used.map(({ token }) => token),
      spec,
      environment,
    ),
    ...(spec.environment.usesLoopback
      ? strayed(
          used.map(({ endpoint }) => endpoint),
          spec,
          environment,
        )
      : foreign(environment)),
  ];
}

/** The vendors that a platform stands on. */
export const vendorsOf = (spec: PlatformSpec): VendorAccess[] => [
  vendors.github,
  ...(spec.apps.length > 0 ? [vendors.vercel] : []),
  ...(spec.database ? [vendors.supabase] : []),
  ...(spec.errors ? [vendors.sentry] : []),
  ...(spec.analytics ? [vendors.posthog] : []),
];

const isSet = (environment: Environment, name: string): boolean => (environment[name] ?? "").trim() !== "";

function missing(tokens: readonly string[], spec: PlatformSpec, environment: Environment): PlatformError[] {
  const absent = tokens.filter((name) => !isSet(environment, name));
  if (absent.length === 0) return [];
  return [
    new PlatformError({
      code: "machine/no-token",
      where: "environment of the engine",
      problem: `lacks ${absent.join(", ")}`,
      fix: spec.environment.usesLoopback
        ? `eval "$(npx groundplan env --stack ${spec.stack})", or use npx groundplan up --stack ${spec.stack}`
        : `npx groundplan doctor --stack ${spec.stack} says where to get each; then export it`,
    }),
  ];
}

function strayed(endpoints: readonly string[], spec: PlatformSpec, environment: Environment): PlatformError[] {
  const away = endpoints.filter((name) => !loopbackHosts.includes(hostOf(environment[name]) ?? ""));
  if (away.length === 0) return [];
  return [
    new PlatformError({
      code: "machine/not-loopback",
      where: "environment of the engine",
      problem: `the stack "${spec.stack}" runs on this machine's loopback cloud, but ${away.join(", ")} ${away.length === 1 ? "does" : "do"} not point to it`,
      fix: `eval "$(npx groundplan env --stack ${spec.stack})", or use npx groundplan up --stack ${spec.stack}`,
    }),
  ];
}

/** `@pulumi/github` sends its token wherever GITHUB_BASE_URL points. Our own providers refuse by themselves. */
function foreign(environment: Environment): PlatformError[] {
  if (!isSet(environment, "GITHUB_BASE_URL")) return [];
  const host = hostOf(environment["GITHUB_BASE_URL"]);
  const selfHosted = (environment["GROUNDPLAN_SELF_HOSTED"] ?? "").split(",").map((name) => name.trim());
  if (host !== undefined && [...githubHosts, ...loopbackHosts, ...selfHosted].includes(host)) return [];
  return [
    new PlatformError({
      code: "machine/foreign-endpoint",
      where: "GITHUB_BASE_URL",
      problem: `names the host "${host ?? "(none)"}"; a GitHub token goes to ${githubHosts[0]}, 127.0.0.1 or [::1] only`,
      fix: "unset GITHUB_BASE_URL; for GitHub Enterprise, export GROUNDPLAN_SELF_HOSTED=<its host> on this machine",
    }),
  ];
}

const hostOf = (address: string | undefined): string | undefined => URL.parse(address ?? "")?.hostname;
