import type { EngineReport, StepMetadata } from "../engine/events.ts";
import { PlatformError, PlatformErrors } from "../errors.ts";
import { gitHubApi } from "./github-api.ts";
import { Lookups, type Sought } from "./lookups.ts";
import type { OpenStack } from "./open-stack.ts";
import { ownFiles } from "./own-files.ts";
import { missingPeople } from "./people.ts";

/** Something that a preview would create and that stands at its vendor already. */
export interface Candidate {
  /** Its logical name, the key in `groundplan:environment.adopt`. */
  readonly name: string;
  readonly type: string;
  /** Its import id. */
  readonly id: string;
}

const nameOf = ({ urn }: { readonly urn: string }): string => urn.split("::").pop() ?? urn;

/** Looks up by natural key what a preview would create. What cannot be looked up, or not yet, is no candidate. */
export async function candidates(
  report: EngineReport,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Candidate[]> {
  const told = report.steps.flatMap((step) => soughtOf(step) ?? []);
  const lookups = new Lookups(told, environment);
  const creates = new Set(report.steps.filter(({ op }) => op === "create").map(({ urn }) => urn));
  const found = await Promise.all(
    told
      .filter(({ urn, type }) => creates.has(urn) && !type.startsWith("pulumi:"))
      .map(async (sought) => {
        // A vendor that does not answer now answers the create itself, and that says what is wrong.
        const id = await lookups.find(sought).catch(() => undefined);
        return id === undefined ? [] : [{ name: nameOf(sought), type: sought.type, id }];
      }),
  );
  return found.flat().toSorted((one, other) => one.name.localeCompare(other.name));
}

function soughtOf({ urn, type, new: made }: StepMetadata): Sought | undefined {
  if (made?.custom !== true) return undefined;
  return { urn, type, inputs: made.inputs ?? {}, ...(made.provider === undefined ? {} : { provider: made.provider }) };
}

/**
 * Refuses before anything is made: what exists already and is not in this stack is nobody's to take, unless the stack
 * file says so; an entry of the stack file that has done its work has to go; a file that people wrote is not written
 * over; and who approves or owns code has to be there.
 */
export async function refuseClashes({ spec, session }: OpenStack, report: EngineReport): Promise<void> {
  const file = `Pulumi.${spec.stack}.yaml`;
  const imported = new Set(report.steps.filter(({ op }) => op.startsWith("import")).map(nameOf));
  const done = Object.keys(spec.adopt).filter((name) => !imported.has(name));
  const api = gitHubApi(session.environment);
  const [there, own, missing] = await Promise.all([
    candidates(report, session.environment),
    ownFiles(spec, report, api),
    missingPeople(spec, report, api),
  ]);
  const problems = [
    ...there.map(
      ({ name, type, id }) =>
        new PlatformError({
          code: "adopt/exists",
          where: name,
          problem: `${type.split(":").pop()} ${id} exists already at the vendor and is not in this stack's state, so it is not touched`,
          fix: `take it over: write under groundplan:environment.adopt in ${file}:   ${name}: ${id}`,
        }),
    ),
    ...done.map(
      (name) =>
        new PlatformError({
          code: "adopt/done",
          where: `${file}, groundplan:environment.adopt.${name}`,
          problem: "is in this stack's state already",
          fix: `delete this line from ${file}`,
        }),
    ),
    ...own,
    ...missing,
  ];
  if (problems.length === 0) return;
  const deeper = `(npx groundplan doctor --stack ${spec.stack} looks deeper and prints the lines for the stack file.)`;
  const title = `Nothing was changed on ${spec.stack}.`;
  throw new PlatformErrors(there.length > 0 ? `${title} ${deeper}` : title, problems);
}
