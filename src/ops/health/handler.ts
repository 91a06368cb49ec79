import { addressesOf } from "../app-addresses.ts";
import type { Handler } from "../command.ts";
import { type LookedAt, lookAtHealth } from "../look-at-health.ts";
import { reachStack } from "../reach-stack.ts";
import { milliseconds } from "../seconds.ts";
import { machineClock } from "../watch.ts";

/** Asks every application's health endpoint. One that does not answer in time is unhealthy: that is what people see. */
export const handle: Handler = async (context) => {
  const within = milliseconds(context.flags["within"], "--within");
  const reached = await reachStack(context);
  const addresses = addressesOf(context, reached);
  const looked = await Promise.all(
    addresses.map((address) => lookAtHealth(address, context, reached, { clock: machineClock, within })),
  );
  const unhealthy = looked.some(({ health }) => health === "unhealthy");
  return {
    code: unhealthy ? 2 : 0,
    json: { stack: reached.spec.stack, applications: looked },
    text: looked.map(told).join("\n"),
  };
};

function told({ app, url, health, problems, status, ms, tries }: LookedAt): string {
  const how = status === undefined ? "" : `, ${status} in ${ms} ms`;
  const often = tries === 1 ? "" : `, ${tries} tries`;
  return [`${app}: ${health} (${url}${how}${often})`, ...problems.map((problem) => `  ${problem}`)].join("\n");
}
