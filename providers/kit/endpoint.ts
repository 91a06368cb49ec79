import { VendorError } from "./errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a vendor's API is and which variables say otherwise. */
export interface EndpointRule {
  readonly vendor: string;
  /** e.g. `VERCEL_API_URL`. */
  readonly variable: string;
  /** The vendor's own address, taken when the variable is not set. */
  readonly address: string;
  /** Further hosts of the vendor itself, e.g. its regions. */
  readonly hosts?: readonly string[];
}

/** Names of self-hosted vendors, comma separated. A setting of the machine: a repository cannot add a host. */
export const selfHostedVariable = "GROUNDPLAN_SELF_HOSTED";

const loopback = new Set(["127.0.0.1", "[::1]"]);

/**
 * The address to send a token to: the vendor's own host, 127.0.0.1 or ::1, or a host that the machine allows.
 * Anything else is refused before a token is read.
 */
export function endpoint(rule: EndpointRule, environment: Environment): URL {
  const given = environment[rule.variable];
  if (given === undefined || given === "") return new URL(rule.address);
  const url = URL.parse(given);
  if (url === null) throw refusal(rule, given, "it is not a URL");
  const own = [new URL(rule.address).hostname, ...(rule.hosts ?? [])];
  const selfHosted = (environment[selfHostedVariable] ?? "").split(",").map((host) => host.trim());
  if (loopback.has(url.hostname)) return url;
  if (!own.includes(url.hostname) && !selfHosted.includes(url.hostname)) {
    throw refusal(rule, given, `a ${rule.vendor} token goes to ${own.join(", ")}, 127.0.0.1 or [::1] only`);
  }
  if (url.protocol !== "https:") throw refusal(rule, given, "outside this machine it must be https");
  return url;
}

/** The token in `variable`; the error says where to get one. */
export function token(environment: Environment, variable: string, vendor: string, obtain: string): string {
  const value = environment[variable];
  if (value !== undefined && value.trim() !== "") return value.trim();
  throw new VendorError(`${variable} is not set, so nothing at ${vendor} can be reached.`, {
    fix: `${obtain}, then: export ${variable}=…`,
  });
}

function refusal(rule: EndpointRule, given: string, why: string): VendorError {
  return new VendorError(`${rule.variable} is "${given}", which is refused: ${why}.`, {
    fix: `unset ${rule.variable}; for a self-hosted ${rule.vendor}, export ${selfHostedVariable}=<its host> on this machine`,
  });
}
