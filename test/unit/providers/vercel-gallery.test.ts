import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { vercel as played } from "../../../loopback/vercel/vendor.ts";
import { vercel } from "../../../providers/vercel/provider.ts";
import { vercelExhibits } from "../../gallery/vercel.ts";
import { vercelByHand } from "../../gallery/vercel-by-hand.ts";
import { type Seen, strangerAt, visit } from "./gallery-visit.ts";
import { type Stage, setStage } from "./stage.ts";

// Without an engine: the program's resources go straight to the provider's functions, over real HTTP.
let stage: Stage;
const team = "team_GalleryVercel00000001";
const fresh = async () => {
  await stage.reset();
  await stage.control("POST seed", { vendor: "vercel", accounts: vercelByHand.accounts });
  await stage.journal();
};
beforeAll(async () => {
  stage = await setStage(played, vercel, { team });
});
afterAll(() => stage.stop());

/** What was done in this file so far. */
const visits: Seen[] = [];

describe("the gallery of Vercel", () => {
  it("is made, changed in place and removed, and leaves nothing", async () => {
    await fresh();
    const first = await visit(stage, vercelExhibits, { turn: "first" });
    visits.push(first);
    expect(first.unstable()).toEqual({});
    const changed = await visit(stage, vercelExhibits, { turn: "changed", before: first });
    visits.push(changed);
    expect(changed.unstable()).toEqual({});
    expect(changed.replaced()).toEqual([]);
    await changed.remove();
    const left = (await stage.control("GET state")) as { vercel: Record<string, unknown[]> };
    const { teams: _, zones: __, ...rest } = left.vercel;
    expect(Object.entries(rest).filter(([, things]) => things.length > 0)).toEqual([]);
  });

  it.each(vercel.resources.map((one) => [one.token, one] as const))(
    "%s changes every input in place that can be",
    (token, { inputs, replaceOn = [], update }) => {
      // No exhibit is an SRV record: Vercel's description contradicts itself there (vercel-team-things.test.ts has one).
      const changeable = Object.keys(inputs.shape).filter(
        (name) => update !== undefined && name !== "srv" && !replaceOn.includes(name),
      );
      const [, changed] = visits;
      const touched = [...(changed?.exhibits ?? [])].flatMap(([key, one]) =>
        one.token === token ? (changed?.differences()[key] ?? []) : [],
      );
      expect(changeable.filter((name) => !touched.some((path) => path.split(/[.[]/)[0] === name))).toEqual([]);
    },
  );

  it("has every resource", () => {
    const shown = visits.flatMap((seen) => [...seen.tokens()]);
    expect([...new Set(shown)].toSorted()).toEqual(vercel.resources.map(({ token }) => token).toSorted());
  });

  it("is imported as a hand made it, without a difference but what Vercel never tells", async () => {
    await fresh();
    const imports = await vercelByHand.make(strangerAt(stage));
    const seen = await visit(stage, vercelExhibits, { turn: "first", imports });
    visits.push(seen);
    expect(seen.differences()).toEqual({
      vercelDrain: ["secret"],
      vercelLogDrain: ["secret"],
      vercelProject: ["passwordProtection.password"],
      vercelSharedSensitive: ["value"],
      vercelTraceDrain: ["secret"],
      vercelVariableSensitive: ["value"],
    });
    const all = [...Object.keys(imports), ...Object.keys(vercelByHand.notImported ?? {})];
    expect(all.toSorted()).toEqual([...seen.exhibits.keys()].toSorted());
  });

  it.each(vercel.resources.map(({ token, calls = [] }) => [token, calls] as const))(
    "%s makes the calls that its definition names and no others",
    (token, calls) => {
      const sent = new Set(visits.flatMap((seen) => seen.sent(token, calls)));
      expect([...sent].toSorted()).toEqual([...calls].toSorted());
    },
  );
});
