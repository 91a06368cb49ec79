import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloudflare as played } from "../../../loopback/cloudflare/vendor.ts";
import { cloudflare } from "../../../providers/cloudflare/provider.ts";
import { cloudflareExhibits } from "../../gallery/cloudflare.ts";
import { cloudflareByHand } from "../../gallery/cloudflare-by-hand.ts";
import { strangerAt, visit } from "./gallery-visit.ts";
import { type Stage, setStage } from "./stage.ts";

// Without an engine: the program's resources go straight to the provider's functions, over real HTTP.
let stage: Stage;
const fresh = async () => {
  await stage.reset();
  await stage.control("POST seed", { vendor: "cloudflare", accounts: cloudflareByHand.accounts });
  await stage.journal();
};
beforeAll(async () => {
  stage = await setStage(played, cloudflare);
});
afterAll(() => stage.stop());

describe("the gallery of Cloudflare", () => {
  it("is made, changed in place and removed, by the calls that the definitions name and no others", async () => {
    await fresh();
    const first = await visit(stage, cloudflareExhibits, { turn: "first" });
    expect(first.unstable()).toEqual({});
    expect([...first.tokens()].toSorted()).toEqual(cloudflare.resources.map(({ token }) => token).toSorted());
    const changed = await visit(stage, cloudflareExhibits, { turn: "changed", before: first });
    expect(changed.unstable()).toEqual({});
    expect(changed.replaced()).toEqual([]);
    await changed.remove(["cloudflare:index/zoneSetting:ZoneSetting"]);
    for (const { token, calls = [] } of cloudflare.resources) {
      const sent = [first, changed].flatMap((seen) => seen.sent(token, calls));
      expect({ token, sent: [...new Set(sent)].toSorted() }).toEqual({ token, sent: [...calls].toSorted() });
    }
    const left = (await stage.control("GET state")) as { cloudflare: Record<string, unknown[]> };
    const { zones: _, ...rest } = left.cloudflare;
    expect(Object.entries(rest).filter(([, things]) => things.length > 0)).toEqual([]);
  });

  it("is imported as a hand made it, without a difference", async () => {
    await fresh();
    const imports = await cloudflareByHand.make(strangerAt(stage));
    const seen = await visit(stage, cloudflareExhibits, { turn: "first", imports });
    expect(seen.differences()).toEqual({});
    expect(Object.keys(imports).toSorted()).toEqual([...seen.exhibits.keys()].toSorted());
  });
});
