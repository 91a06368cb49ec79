import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vendors } from "../../config/vendors.ts";
import { changed, lastPhase } from "../../engine/events.ts";
import { type Deployment, readDeployment, type StateResource } from "../../engine/session.ts";
import { PlatformError } from "../../errors.ts";
import { type EngineOutcome, runWriting } from "../engine-run.ts";
import { type OpenStack, openStack } from "../open-stack.ts";
import { ownerAmong } from "../owner.ts";
import { complaints } from "../report.ts";
import { accountsOf } from "./accounts.ts";
import { differences } from "./leftovers.ts";
import { type Phases, Refused } from "./phases.ts";
import { spilled } from "./spilled.ts";
import type { ScratchUniverse, VendorState } from "./universe.ts";

/** What stood at the height of a rehearsal. */
interface Standing {
  readonly stack: OpenStack;
  readonly deployment: Deployment;
  readonly vendors: VendorState;
}

export interface Rehearsed {
  /** The stack that owns the repository, when it had to be there first. */
  readonly owner?: { readonly stack: string; readonly resources: number };
  readonly standing?: Standing;
}

/** Every stack runs with the pack; a refusal of it ends the rehearsal like any error. */
const pack = ({ pack }: OpenStack): string[] => ["--policy-pack", pack];

/**
 * One stack from nothing to nothing, exactly as its file says: every phase must hold before the next begins.
 * @param keep leave everything standing after the checks
 */
export async function rehearse(
  universe: ScratchUniverse,
  stackName: string,
  phases: Phases,
  keep: boolean,
): Promise<Rehearsed> {
  const open = (name: string): Promise<OpenStack> =>
    openStack({ ...universe.context, flags: { ...universe.context.flags, stack: name } }, { universe });
  const run = (stack: OpenStack, args: readonly string[]) => runWriting(universe.context, stack, args);
  const must = async (stack: OpenStack, args: readonly string[]): Promise<EngineOutcome> => {
    const outcome = await run(stack, args);
    if (outcome.exit.interrupted) throw new Refused("interrupted");
    if (outcome.code !== 0) throw new Refused(...complaints(outcome.report), lastWords(outcome));
    return outcome;
  };

  let rehearsed: Rehearsed = {};
  const stack = await phases.run("validate", () => open(stackName));
  if (stack === undefined) return rehearsed;
  let owner: OpenStack | undefined;
  if (!stack.spec.environment.ownsRepository) {
    const name = ownerAmong(universe.context.project);
    owner = await phases.run(`owner ${name ?? ""}`, async () => {
      if (name === undefined) throw noOwner(stackName);
      const opened = await open(name);
      await universe.seed(accountsOf(opened.spec));
      await must(opened, ["up", "--yes", "--skip-preview", ...pack(opened)]);
      rehearsed = { owner: { stack: name, resources: counted(await deploymentOf(opened)).length } };
      return opened;
    });
    if (owner === undefined) return rehearsed;
  }
  await universe.seed(accountsOf(stack.spec));
  const before = await universe.state();

  const up = await phases.run("up", async () => {
    const preview = await must(stack, ["preview", ...pack(stack)]);
    refuseWrites(phases.writes(await universe.calls()), "a preview wrote");
    await must(stack, ["up", "--yes", "--skip-preview", ...pack(stack)]);
    return preview;
  });
  if (up === undefined) return rehearsed;
  const standing = { stack, deployment: await deploymentOf(stack), vendors: await universe.state() };
  rehearsed = { ...rehearsed, standing };

  await phases.run("preview", async () => {
    const { report } = await must(stack, ["preview", "--refresh", ...pack(stack)]);
    const phase = lastPhase(report);
    if (phase === undefined || changed(phase) > 0)
      throw new Refused(
        ...report.steps
          .filter(({ op }) => op !== "refresh")
          .map(({ op, urn, diffs }) => `${op} ${urn.split("::").pop()} ${(diffs ?? []).join(", ")}`),
      );
    refuseWrites(phases.writes(await universe.calls()), "a preview wrote");
  });
  await phases.run("checks", () => check(universe, standing));
  if (keep || phases.failed) return rehearsed;

  const first = await takeDown(stack);
  if (first && owner !== undefined) await takeDown(owner);
  return rehearsed;

  /** What is protected refuses to go; once unprotected, nothing of the stack is left. */
  async function takeDown(one: OpenStack): Promise<boolean> {
    const suffix = one === stack ? "" : ` ${one.spec.stack}`;
    const there = counted(await deploymentOf(one));
    const guarded = there.filter(({ protect }) => protect === true);
    if (one.spec.protects && guarded.length === 0) {
      await phases.run(`protection${suffix}`, () => {
        throw new Refused("data is protected in this environment, but no resource is");
      });
      return false;
    }
    if (guarded.length > 0) {
      await phases.run(`protection${suffix}`, async () => {
        const { code } = await run(one, ["destroy", "--yes"]);
        if (code === 0) throw new Refused(`destroy took down what is protected: ${guarded.map(nameOf).join(", ")}`);
        refuseWrites(phases.writes(await universe.calls()), "the refused destroy wrote");
      });
      if (phases.failed) return false;
      await one.session.must(["state", "unprotect", "--all", "--yes", ...one.session.stackArguments.slice(0, 2)]);
    }
    await phases.run(`destroy${suffix}`, async () => {
      await must(one, ["destroy", "--yes"]);
      if (one !== stack) return;
      const { left, lost } = differences(before, await universe.state());
      if (left.length + lost.length > 0)
        throw new Refused(...left.map((what) => `left behind: ${what}`), ...lost.map((what) => `taken along: ${what}`));
    });
    return !phases.failed;
  }
}

/** What must hold of a stack that stands, beyond that it came to be. */
async function check(universe: ScratchUniverse, { stack, deployment }: Standing): Promise<void> {
  const unknown = await universe.unknownRoutes();
  const state = readFileSync(stateFile(stack), "utf8");
  throwAny([
    ...unknown.map((one) => `the loopback does not know a route that was called: ${one}`),
    ...deployment.resources.flatMap(({ urn, initErrors = [] }) =>
      initErrors.map((one) => `${nameOf({ urn })}: ${one}`),
    ),
    ...spilled("the state", state, universe.secrets),
    ...spilled("the journal", universe.journal(), universe.secrets),
    ...Object.values(vendors).flatMap(({ token }) =>
      spilled("the state", state, [universe.loopback.environment[token] ?? ""]),
    ),
  ]);
}

function throwAny(problems: readonly string[]): void {
  if (problems.length > 0) throw new Refused(...problems);
}

function refuseWrites(writes: readonly string[], what: string): void {
  if (writes.length > 0) throw new Refused(...writes.map((one) => `${what}: ${one}`));
}

async function deploymentOf({ session, spec }: OpenStack): Promise<Deployment> {
  return (await readDeployment(session, spec.name)) ?? { resources: [], pending: [] };
}

/** What stands at a vendor: neither components nor provider instances. */
export const counted = ({ resources }: Deployment): StateResource[] =>
  resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));

const stateFile = ({ session, spec }: OpenStack): string =>
  join(session.setup.home.state, ".pulumi", "stacks", spec.name, `${spec.stack}.json`);

const nameOf = ({ urn }: { readonly urn: string }): string => urn.split("::").pop() ?? urn;

const lastWords = ({ exit, report }: EngineOutcome): string =>
  report.errors.length + report.violations.length > 0 ? "" : exit.stderr.trim().split("\n").slice(-5).join("\n");

const noOwner = (stack: string): PlatformError =>
  new PlatformError({
    code: "owner/none",
    where: "stack files",
    problem: `no stack file says owner: true, so nobody declares the repository that the stack "${stack}" writes into`,
    fix: "write owner: true into one of the stack files",
  });
