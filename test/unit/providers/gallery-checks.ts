import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AnyVendor } from "../../../loopback/core/vendor.ts";
import type { Provider } from "../../../providers/kit/resource.ts";
import type { Exhibition, VendorByHand } from "../../gallery/gallery.ts";
import { strangerAt, visit } from "./gallery-visit.ts";
import { type Stage, setStage } from "./stage.ts";

interface Gallery<Client> {
  readonly played: AnyVendor;
  readonly provider: Provider<Client>;
  readonly config?: object;
  readonly exhibits: (on: Exhibition) => void;
  readonly byHand: VendorByHand;
  /** Kinds of objects in the vendor's state that people made, so that they outlive the exhibits. */
  readonly remains?: readonly string[];
  /** What an import tells otherwise than it is declared: what the vendor never tells. */
  readonly untold?: Readonly<Record<string, readonly string[]>>;
}

/** A vendor's exhibits without an engine: the program's resources go straight to the provider, over real HTTP. */
export function describeGallery<Client>(gallery: Gallery<Client>): void {
  const { played, provider, config = {}, exhibits, byHand, remains = [], untold = {} } = gallery;
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(played, provider, config);
  });
  beforeEach(async () => {
    await stage.reset();
    if (byHand.accounts !== undefined)
      await stage.control("POST seed", { vendor: played.name, accounts: byHand.accounts });
    await stage.journal();
  });
  afterAll(() => stage.stop());

  describe(`the gallery of ${provider.displayName}`, () => {
    it("is made, changed in place and removed, by the calls that the definitions name and no others", async () => {
      const first = await visit(stage, exhibits, { turn: "first" });
      expect(first.unstable()).toEqual({});
      expect([...first.tokens()].toSorted()).toEqual(provider.resources.map(({ token }) => token).toSorted());
      const changed = await visit(stage, exhibits, { turn: "changed", before: first });
      expect(changed.unstable()).toEqual({});
      expect(changed.replaced()).toEqual([]);
      await changed.remove();
      for (const { token, calls = [] } of provider.resources) {
        const sent = [...first.sent(token, calls), ...changed.sent(token, calls)];
        expect({ token, sent: [...new Set(sent)].toSorted() }).toEqual({ token, sent: [...calls].toSorted() });
      }
      const state = (await stage.control("GET state")) as Record<string, Record<string, unknown[]>>;
      const left = Object.entries(state[played.name] ?? {}).filter(
        ([kind, things]) => things.length > 0 && !remains.includes(kind),
      );
      expect(left).toEqual([]);
    });

    it("changes every input that its exhibits can change in place", async () => {
      const first = await visit(stage, exhibits, { turn: "first" });
      const changed = await visit(stage, exhibits, { turn: "changed", before: first });
      const touched = new Map<string, Set<string>>();
      for (const [key, paths] of Object.entries(changed.differences())) {
        const token = changed.exhibits.get(key)?.token ?? "";
        const names = touched.get(token) ?? new Set();
        for (const path of paths) names.add(path.split(/[.[]/)[0] ?? path);
        touched.set(token, names);
      }
      for (const { token, inputs, replaceOn = [], computed = [], update } of provider.resources) {
        const changeable = Object.keys(inputs.shape).filter(
          (name) => update !== undefined && !replaceOn.includes(name) && !computed.includes(name),
        );
        const missing = changeable.filter((name) => touched.get(token)?.has(name) !== true);
        expect({ token, missing }).toEqual({ token, missing: [] });
      }
    });

    it("is imported as a hand made it, without a difference but what is never told", async () => {
      const imports = await byHand.make(strangerAt(stage));
      const seen = await visit(stage, exhibits, { turn: "first", imports });
      expect(seen.differences()).toEqual(untold);
      expect(Object.keys(imports).toSorted()).toEqual([...seen.exhibits.keys()].toSorted());
    });
  });
}
