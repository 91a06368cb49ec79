import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stripe as played } from "../../../loopback/stripe/vendor.ts";
import { stripe } from "../../../providers/stripe/provider.ts";
import { stripeExhibits } from "../../gallery/stripe.ts";
import { stripeByHand } from "../../gallery/stripe-by-hand.ts";
import { strangerAt, visit } from "./gallery-visit.ts";
import { type Stage, setStage } from "./stage.ts";

// Without an engine: the program's resources go straight to the provider's functions, over real HTTP.
let stage: Stage;
const fresh = async () => {
  await stage.reset();
  await stage.journal();
};
beforeAll(async () => {
  stage = await setStage(played, stripe);
});
afterAll(() => stage.stop());

describe("the gallery of Stripe", () => {
  it("is made, changed in place and removed, by the calls that the definitions name and no others", async () => {
    await fresh();
    const first = await visit(stage, stripeExhibits, { turn: "first" });
    expect(first.unstable()).toEqual({});
    expect([...first.tokens()].toSorted()).toEqual(stripe.resources.map(({ token }) => token).toSorted());
    const changed = await visit(stage, stripeExhibits, { turn: "changed", before: first });
    expect(changed.unstable()).toEqual({});
    expect(changed.replaced()).toEqual([]);
    await changed.remove();
    for (const { token, calls = [] } of stripe.resources) {
      const sent = [first, changed].flatMap((seen) => seen.sent(token, calls));
      expect({ token, sent: [...new Set(sent)].toSorted() }).toEqual({ token, sent: [...calls].toSorted() });
    }
    const left = (await stage.control("GET state")) as { stripe: unknown };
    expect(left.stripe).toEqual({ webhook_endpoints: [] });
  });

  it("is imported as a hand made it, without a difference", async () => {
    await fresh();
    const imports = await stripeByHand.make(strangerAt(stage));
    const seen = await visit(stage, stripeExhibits, { turn: "first", imports });
    expect(seen.differences()).toEqual({});
    const made = [...Object.keys(imports), ...Object.keys(stripeByHand.notImported ?? {})];
    expect(made.toSorted()).toEqual([...seen.exhibits.keys()].toSorted());
  });
});
