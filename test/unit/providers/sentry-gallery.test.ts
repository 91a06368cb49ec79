import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { sentryExhibits } from "../../gallery/sentry.ts";
import { sentryByHand } from "../../gallery/sentry-by-hand.ts";
import { type Stage, setStage } from "./stage.ts";
import { type Seen, strangerAt, visit } from "./vercel-exhibition.ts";

// Without an engine: the program's resources go straight to the provider's functions, over real HTTP.
let stage: Stage;
const fresh = async () => {
  await stage.reset();
  await stage.control("POST seed", { vendor: "sentry", accounts: sentryByHand.accounts });
  await stage.journal();
};
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
afterAll(() => stage.stop());

describe("the gallery of Sentry", () => {
  it("is made, changed in place and removed, by the calls that the definitions name and no others", async () => {
    await fresh();
    const first = await visit(stage, sentryExhibits, { turn: "first" });
    expect(first.unstable()).toEqual({});
    const changed = await visit(stage, sentryExhibits, { turn: "changed", before: first });
    expect(changed.unstable()).toEqual({});
    expect(changed.replaced()).toEqual([]);
    await changed.remove();
    for (const { token, calls = [] } of sentry.resources) {
      const sent = [first, changed].flatMap((seen: Seen) => seen.sent(token, calls));
      expect({ token, sent: [...new Set(sent)].toSorted() }).toEqual({ token, sent: [...calls].toSorted() });
    }
  });

  it("has every resource", async () => {
    await fresh();
    const seen = await visit(stage, sentryExhibits, { turn: "first" });
    expect([...seen.tokens()].toSorted()).toEqual(sentry.resources.map(({ token }) => token).toSorted());
  });

  it("is imported as a hand made it, without a difference but what Sentry never tells", async () => {
    await fresh();
    const imports = await sentryByHand.make(strangerAt(stage));
    const seen = await visit(stage, sentryExhibits, { turn: "first", imports });
    const creation = ["defaultRules", "defaultKey"];
    expect(seen.differences()).toEqual({ sentryProject: creation, sentryProjectPlain: creation });
    expect(Object.keys(imports).toSorted()).toEqual([...seen.exhibits.keys()].toSorted());
  });
});
