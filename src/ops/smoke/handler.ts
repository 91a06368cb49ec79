import { type Address, addressesOf } from "../app-addresses.ts";
import type { CommandContext, Handler } from "../command.ts";
import { lookAtHealth } from "../look-at-health.ts";
import { type Answer, probe } from "../probe.ts";
import { bypass, isProtected, stayedClosed } from "../protection.ts";
import { type ReachedStack, reachStack } from "../reach-stack.ts";
import { milliseconds } from "../seconds.ts";
import { machineClock } from "../watch.ts";

/** One endpoint that was asked. */
interface Asked {
  readonly url: string;
  readonly ok: boolean;
  /** e.g. `200`, or `500, not 200`. */
  readonly said: string;
}

/** Every declared endpoint answers with its declared status, and the application does not call itself unhealthy. */
export const handle: Handler = async (context) => {
  const within = milliseconds(context.flags["within"], "--within");
  const reached = await reachStack(context);
  const addresses = addressesOf(context, reached);
  const asked = (await Promise.all(addresses.map((address) => askAll(address, context, reached, within)))).flat();
  const failed = asked.filter(({ ok }) => !ok).length;
  const lines = asked.map(({ url, ok, said }) => `${ok ? "ok  " : "FAIL"} ${url}: ${said}`);
  return {
    code: failed > 0 ? 2 : 0,
    json: { stack: reached.spec.stack, endpoints: asked },
    text: [...lines, ...notes(context, reached, failed)].join("\n"),
  };
};

function notes({ flags }: CommandContext, { loopback }: ReachedStack, failed: number): string[] {
  const early =
    "An endpoint that reads what this release's migrations bring says afterMigrations: true in release.smoke.";
  const unbuilt = "On loopback nothing was built: this shows the way to the deployment, not the application.";
  return [
    ...(failed > 0 && flags["beforeMigrations"] === true ? [early] : []),
    ...(loopback === undefined ? [] : [unbuilt]),
  ];
}

async function askAll(
  address: Address,
  context: CommandContext,
  reached: ReachedStack,
  within: number,
): Promise<Asked[]> {
  const probing = { clock: machineClock, within };
  const credentials = bypass(context, reached, address);
  const early = context.flags["beforeMigrations"] === true;
  const endpoints = reached.spec.release.smoke.filter(({ afterMigrations }) => !(early && afterMigrations));
  const pages = endpoints.map(async ({ path, status }): Promise<Asked> => {
    const judge = (answer: Answer) => ({ verdict: answer.status, final: answer.status === status });
    const { answer, silence } = await probe(address.through + path, judge, { ...probing, credentials });
    const url = address.url + path;
    if (answer === undefined) return { url, ok: false, said: `no answer (${silence})` };
    if (answer.status === status) return { url, ok: true, said: String(status) };
    if (isProtected(answer)) throw stayedClosed(address);
    return { url, ok: false, said: `${answer.status}, not ${status}` };
  });
  const health = lookAtHealth(address, context, reached, probing).then(
    ({ url, health: state, problems }): Asked => ({
      url,
      ok: state !== "unhealthy",
      said: [state, ...problems].join("; "),
    }),
  );
  return Promise.all([...pages, health]);
}
