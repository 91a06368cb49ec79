import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCluster } from "../../../loopback/cluster/cluster.ts";
import type { AnyResource } from "../../../providers/kit/resource.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { supabase } from "../../../providers/supabase/provider.ts";
import { supabaseByHand } from "../../gallery/supabase-by-hand.ts";
import { type Exhibit, exhibitsOf, resolved, secret } from "./supabase-exhibits.ts";
import {
  adopt,
  change,
  diff,
  make,
  paths,
  refresh,
  remove,
  type Stand,
  type Standing,
  stand,
} from "./supabase-stand.ts";

let on: Stand;
beforeAll(async () => {
  on = await stand("/", openCluster);
  await on.control("POST", "seed", { vendor: "supabase", accounts: supabaseByHand.accounts });
}, 60_000);
afterAll(() => on.stop());

const first = exhibitsOf("first");
const changed = exhibitsOf("changed");
const standing = new Map<string, Standing>();
const stateOf = new Map<string, Properties>();
const keep = (key: string, one: Standing) => {
  standing.set(key, one);
  stateOf.set(key, { ...one.state, id: one.id });
};
const kept = (key: string): Standing => {
  const one = standing.get(key);
  if (one === undefined) throw new Error(`${key} does not stand`);
  return one;
};
const argsOf = ({ args }: Exhibit) => resolved(args, stateOf);

/** Calls that each resource made, as its definition would write them. */
const made = new Map<string, Set<string>>();
async function noted<T>(definition: AnyResource, work: Promise<T>): Promise<T> {
  const result = await work;
  const seen = made.get(definition.token) ?? new Set();
  for (const call of await on.calls()) seen.add(templateOf(definition, call));
  made.set(definition.token, seen);
  return result;
}
const templateOf = ({ calls = [] }: AnyResource, call: string): string =>
  calls.find((one) => new RegExp(`^${one.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(call)) ?? call;

describe("every resource of the provider", () => {
  it("is exhibited", () => {
    const shown = new Set(first.map(({ definition }) => definition.token));
    expect(supabase.resources.map(({ token }) => token).filter((token) => !shown.has(token))).toEqual([]);
    expect(changed.map(({ key }) => key)).toEqual(first.map(({ key }) => key));
  });

  it.each(first)("is made and reads back the same: $key", async (exhibit) => {
    const { key, definition } = exhibit;
    await on.calls();
    const one = await noted(definition, make(on, definition, argsOf(exhibit)));
    keep(key, one);
    const read = await noted(definition, refresh(on, definition, one));
    expect(paths(await diff(on, definition, read ?? one, argsOf(exhibit)))).toEqual([]);
    expect(read?.inputs).toEqual(one.inputs);
    expect(read?.state).toEqual(one.state);
  });

  it.each(changed)("changes in place: $key", async (exhibit) => {
    const { key, definition } = exhibit;
    await on.calls();
    const one = await noted(definition, change(on, definition, kept(key), argsOf(exhibit)));
    keep(key, one);
    const read = await noted(definition, refresh(on, definition, one));
    expect(read?.inputs).toEqual(one.inputs);
    expect(paths(await diff(on, definition, read ?? one, argsOf(exhibit)))).toEqual([]);
  });

  it.each(first)("of a project that is gone is gone, and deleted without harm: $key", async ({ key, definition }) => {
    const { id, ...rest } = kept(key);
    const gone = { ...rest, id: id.replace(/^[a-z]{20}/, "aaaaaaaaaaaaaaaaaaaa") };
    expect(await refresh(on, definition, gone)).toBeUndefined();
    expect(await adopt(on, definition, gone.id)).toBeUndefined();
    await remove(on, definition, gone);
  });

  it.each(first)("says that the token is wrong, without it: $key", async (exhibit) => {
    const { definition } = exhibit;
    const token = `sbp_${"0".repeat(40)}`;
    const stranger = { ...on, client: on.fresh({ SUPABASE_ACCESS_TOKEN: token }) };
    const said = await make(stranger, definition, argsOf(exhibit)).catch(String);
    expect(said).toContain("answered 401");
    expect(said).toContain("SUPABASE_ACCESS_TOKEN");
    expect(said).not.toContain(token);
  });

  it.each([...first].reverse())("is deleted, and once more without harm: $key", async ({ key, definition }) => {
    await on.calls();
    await noted(definition, remove(on, definition, kept(key)));
    await noted(definition, remove(on, definition, kept(key)));
  });
});

describe("what a person made by hand", () => {
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    await on.control("POST", "reset", {});
    await on.control("POST", "seed", { vendor: "supabase", accounts: supabaseByHand.accounts });
    ids = await supabaseByHand.make({
      async call(method, path, body) {
        const answer = await on.api(method, path, body);
        if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
      },
      secret,
      control: (method, path, body) => on.control(method, path, body),
    });
    stateOf.clear();
  }, 60_000);

  it("is all that is exhibited", () => {
    expect(Object.keys(ids).sort()).toEqual(first.map(({ key }) => key).sort());
  });

  it.each(first)("is imported without a difference but in what the vendor never tells: $key", async (exhibit) => {
    const { key, definition } = exhibit;
    await on.calls();
    const one = await noted(definition, adopt(on, definition, ids[key] ?? ""));
    if (one === undefined) throw new Error(`${key} is not there`);
    stateOf.set(key, { ...one.state, id: one.id });
    const hidden: readonly string[] = [...(definition.writeOnly ?? []), ...(definition.computed ?? [])];
    const told = paths(await diff(on, definition, one, argsOf(exhibit))).filter((path) => !hidden.some(within(path)));
    expect(told.filter((path) => !nested.test(`${definition.token} ${path}`))).toEqual([]);
    const taken = await noted(definition, change(on, definition, one, argsOf(exhibit)));
    const read = await noted(definition, refresh(on, definition, taken));
    expect(read?.inputs).toEqual(taken.inputs);
    expect(await diff(on, definition, taken, argsOf(exhibit))).toEqual([]);
  });
});

describe("a resource", () => {
  it("makes the calls that it documents, and no other", () => {
    const undocumented = supabase.resources.flatMap(({ token, calls = [] }) =>
      [...(made.get(token) ?? [])].filter((call) => !calls.includes(call)).map((call) => `${token}: ${call}`),
    );
    expect(undocumented).toEqual([]);
    // A project that has its keys already is given none: supabase-project.test.ts has one without.
    const elsewhere = ["POST /v1/projects/{ref}/api-keys"];
    const all = new Set([...made.values()].flatMap((calls) => [...calls]));
    const never = supabase.resources.flatMap(({ calls = [] }) => calls.filter((call) => !all.has(call)));
    expect(never.filter((call) => !elsewhere.includes(call))).toEqual([]);
  });
});

const within = (path: string) => (name: string) =>
  path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);

/** Write-only values inside of objects that are told. */
const nested =
  /AuthSettings (smtp\.pass|security\.captchaSecret|external\.\w+\.secret|sms\.\w+\.(accessKey|apiKey|apiSecret|authToken)|hooks\.\w+\.secrets)$/;
