import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { posthog as played } from "../../../loopback/posthog/vendor.ts";
import { posthog } from "../../../providers/posthog/provider.ts";
import { posthogExhibits } from "../../gallery/posthog.ts";
import { posthogByHand } from "../../gallery/posthog-by-hand.ts";
import { strangerAt, visit } from "./gallery-visit.ts";
import { type Stage, setStage } from "./stage.ts";

// Without an engine: the program's resources go straight to the provider's functions, over real HTTP.
let stage: Stage;
const config = { organizationId: "gallery-posthog" };
const fresh = async () => {
  await stage.reset();
  await stage.control("POST seed", { vendor: "posthog", accounts: posthogByHand.accounts });
  await stage.journal();
};
beforeAll(async () => {
  stage = await setStage(played, posthog, config);
});
afterAll(() => stage.stop());

describe("the gallery of PostHog", () => {
  it("is made, changed in place and removed, by the calls that the definitions name and no others", async () => {
    await fresh();
    const first = await visit(stage, posthogExhibits, { turn: "first" });
    expect(first.unstable()).toEqual({});
    expect([...first.tokens()].toSorted()).toEqual(posthog.resources.map(({ token }) => token).toSorted());
    const changed = await visit(stage, posthogExhibits, { turn: "changed", before: first });
    expect(changed.unstable()).toEqual({});
    expect(changed.replaced()).toEqual([]);
    await changed.remove();
    for (const { token, calls = [] } of posthog.resources) {
      const sent = [first, changed].flatMap((seen) => seen.sent(token, calls));
      expect({ token, sent: [...new Set(sent)].toSorted() }).toEqual({ token, sent: [...calls].toSorted() });
    }
    const left = (await stage.control("GET state")) as { posthog: Record<string, unknown[]> };
    const { organizations: _, ...rest } = left.posthog;
    expect(Object.entries(rest).filter(([, things]) => things.length > 0)).toEqual([]);
  });

  it("is imported as a hand made it, without a difference but what PostHog never tells", async () => {
    await fresh();
    const imports = await posthogByHand.make(strangerAt(stage));
    const seen = await visit(stage, posthogExhibits, { turn: "first", imports });
    expect(seen.differences()).toEqual({
      posthogSurvey: ["targetingFlagFilters"],
      posthogFunction: ["secretInputs"],
    });
    const made = [...Object.keys(imports), ...Object.keys(posthogByHand.notImported ?? {})];
    expect(made.toSorted()).toEqual([...seen.exhibits.keys()].toSorted());
  });
});
