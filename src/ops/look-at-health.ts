import type { Address } from "./app-addresses.ts";
import type { CommandContext } from "./command.ts";
import { type Health, healthReport } from "./health-report.ts";
import { type Answer, type Probing, probe } from "./probe.ts";
import { bypass, isProtected, stayedClosed } from "./protection.ts";
import type { ReachedStack } from "./reach-stack.ts";

/** How one application was found. */
export interface LookedAt {
  readonly app: string;
  readonly url: string;
  readonly health: Health;
  readonly problems: readonly string[];
  /** HTTP status; undefined: no answer. */
  readonly status: number | undefined;
  readonly ms: number | undefined;
  readonly tries: number;
}

/** @throws PlatformError when the address is protected and stayed so: then nothing is known of the application */
export async function lookAtHealth(
  address: Address,
  context: CommandContext,
  reached: ReachedStack,
  probing: Omit<Probing, "credentials">,
): Promise<LookedAt> {
  const { path } = reached.spec.release.health;
  const judge = (answer: Answer) => {
    const verdict = healthReport(answer);
    return { verdict, final: verdict.health !== "unhealthy" };
  };
  const credentials = bypass(context, reached, address);
  const seen = await probe(address.through + path, judge, { ...probing, credentials });
  const { answer, verdict, silence, tries } = seen;
  if (answer !== undefined && verdict?.health === "unhealthy" && isProtected(answer)) throw stayedClosed(address);
  return {
    app: address.name,
    url: address.url + path,
    health: verdict?.health ?? "unhealthy",
    problems: verdict?.problems ?? [`gave no answer (${silence})`],
    status: answer?.status,
    ms: answer && Math.round(answer.ms),
    tries,
  };
}
