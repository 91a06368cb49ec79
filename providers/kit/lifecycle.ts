import { setTimeout as delay } from "node:timers/promises";
import { UnknownOutcome, VendorError } from "./errors.ts";
import type { AnyResource, Reading } from "./resource.ts";
import { only, type Properties, toProperties } from "./values.ts";

/** The object exists, but is not finished: its id and what is known are kept in state, and the next update goes on. */
export class InitFailed extends Error {
  readonly id: string;
  readonly state: Properties;

  constructor(id: string, state: Properties, reason: Error) {
    super(reason.message, { cause: reason });
    this.name = "InitFailed";
    this.id = id;
    this.state = state;
  }
}

export interface Created {
  readonly id: string;
  readonly state: Properties;
}

/** Writes that are sent again before a create whose request never arrives is given up. */
const creates = 4;

/** Waits `ms` or until Cancel. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>;
const sleep: Wait = (ms, signal) => delay(ms, undefined, { signal });

/** State = inputs and outputs in one, as Pulumi keeps it. */
const stateOf = (inputs: Properties, outputs: object): Properties => ({ ...inputs, ...toProperties({ ...outputs }) });

/**
 * Creates an object exactly once. A key that is taken before we start is a stranger's: refused with the import line.
 * An answer that is lost is resolved by looking the key up; without a key it is an error, never a second create.
 * @param name the resource's logical name, for the import line
 * @param wait between two creates: what stays unheard for a moment may still appear, and a vendor that stumbles gets time
 */
export async function create(
  definition: AnyResource,
  call: Reading<unknown>,
  inputs: Properties,
  name: string,
  wait: Wait = sleep,
): Promise<Created> {
  const { find } = definition;
  if (find !== undefined) {
    const taken = await find(call, inputs);
    if (taken !== undefined) throw alreadyThere(definition, name, taken);
  }
  for (let attempt = 1; ; attempt++) {
    let id: string | undefined;
    try {
      const made = await definition.create({ ...call, created: (given) => (id = given) }, inputs);
      return { id: made.id, state: stateOf(inputs, made.outputs) };
    } catch (error) {
      const reason = asError(error);
      if (id !== undefined) throw new InitFailed(id, await lastKnown(definition, call, id, inputs), reason);
      if (!(reason instanceof UnknownOutcome)) throw reason;
      if (find === undefined) throw noWayToTell(definition, name, reason);
      const found = (await find(call, inputs)) ?? (await findLater(definition, call, inputs, attempt, wait));
      if (found !== undefined) return { id: found, state: await finish(definition, call, found, inputs) };
      if (attempt === creates || call.signal.aborted) throw reason;
    }
  }
}

/** A second look, 1, 2, 4, 8 s later: an object may be listed only a moment after it was made. */
async function findLater(
  { find }: AnyResource,
  call: Reading<unknown>,
  inputs: Properties,
  attempt: number,
  wait: Wait,
): Promise<string | undefined> {
  const cancelled = await wait(1000 * 2 ** (attempt - 1), call.signal).then(
    () => false,
    () => true,
  );
  return cancelled ? undefined : find?.(call, inputs);
}

/** Brings an object that was made, but of which nobody heard, to its declared inputs. */
async function finish(
  definition: AnyResource,
  call: Reading<unknown>,
  id: string,
  inputs: Properties,
): Promise<Properties> {
  try {
    if (definition.update !== undefined) return stateOf(inputs, await definition.update(call, id, inputs, inputs));
    const found = await definition.read(call, id, inputs);
    if (found === undefined)
      throw new VendorError(`${id} was made, but cannot be read back.`, { fix: "run the same command again" });
    return stateOf(inputs, found.outputs);
  } catch (error) {
    throw new InitFailed(id, inputs, asError(error));
  }
}

/** What can be read of an unfinished object; reading is a courtesy here, so its failure changes nothing. */
async function lastKnown(
  definition: AnyResource,
  call: Reading<unknown>,
  id: string,
  inputs: Properties,
): Promise<Properties> {
  const found = await definition.read(call, id, inputs).catch(() => undefined);
  return found === undefined ? inputs : stateOf(inputs, found.outputs);
}

/**
 * Reads an object for refresh and import. Write-only inputs and computed ones are kept from the old inputs, unless
 * the vendor proves that they changed. Undefined: it is gone.
 */
export async function read(
  definition: AnyResource,
  call: Reading<unknown>,
  id: string,
  old: { state: Properties; inputs: Properties },
): Promise<{ inputs: Properties; state: Properties } | undefined> {
  // A resource that was taken over from a killed run has inputs, but no outputs yet; an import has neither.
  const told = { ...old.inputs, ...old.state };
  const imported = Object.keys(told).length === 0;
  if (imported && definition.neverImported !== undefined) {
    throw new VendorError(`${definition.token} cannot be imported: ${definition.neverImported}.`, {
      fix: "declare it without an import, and remove the old one at the vendor",
    });
  }
  const known = imported ? (definition.parseId === undefined ? {} : definition.parseId(id)) : told;
  if (known === undefined) {
    throw new VendorError(`"${id}" is no import id of ${definition.token}.`, {
      fix: `give it as ${definition.importId}`,
    });
  }
  const found = await definition.read(call, id, known);
  if (found === undefined) return undefined;
  const keep = [...(definition.writeOnly ?? []), ...(definition.computed ?? [])].filter(
    (name) => !found.changed?.includes(name),
  );
  const inputs = { ...toProperties(found.inputs), ...only({ ...old.state, ...old.inputs }, keep) };
  return { inputs, state: stateOf(inputs, found.outputs) };
}

/** Updates in place; without an `update` it only finishes an unfinished object, by reading it. */
export async function update(
  definition: AnyResource,
  call: Reading<unknown>,
  id: string,
  inputs: Properties,
  old: Properties,
): Promise<Properties> {
  if (definition.update !== undefined) return stateOf(inputs, await definition.update(call, id, inputs, old));
  const found = await definition.read(call, id, old);
  if (found === undefined) throw new VendorError(`${id} is gone.`, { fix: "run: groundplan refresh, then up again" });
  return stateOf(inputs, found.outputs);
}

function alreadyThere(definition: AnyResource, name: string, id: string): VendorError {
  return new VendorError(`it exists already (id ${id}) and is not in this stack's state, so it is not touched.`, {
    fix: `take it over with: pulumi import ${definition.token} ${name} '${id}'   or delete it at the vendor`,
  });
}

function noWayToTell(definition: AnyResource, name: string, lost: UnknownOutcome): VendorError {
  return new VendorError(
    `${lost.message} ${definition.token} has nothing by which it could be found again, so it is not created twice.`,
    {
      fix: `look at the vendor's dashboard; if it is there: pulumi import ${definition.token} ${name} '${definition.importId}'`,
    },
  );
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
