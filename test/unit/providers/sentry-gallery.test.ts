import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import { checkResource } from "../../../providers/kit/check.ts";
import { holdsUnknown, isObject, type Properties, unknown, type Value } from "../../../providers/kit/values.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { sentryExhibits } from "../../gallery/sentry.ts";
import { sentryByHand } from "../../gallery/sentry-by-hand.ts";
import { strangerAt, visit } from "./gallery-visit.ts";
import { type Stage, setStage } from "./stage.ts";

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

/** The same with each value in turn not known, at any depth. */
function blanked(inputs: Properties): Properties[] {
  const within = (value: Value): Value[] => {
    if (Array.isArray(value))
      return [unknown, ...value.flatMap((one, at) => within(one).map((blank) => value.with(at, blank)))];
    if (!isObject(value)) return [unknown];
    const parts = Object.entries(value);
    return [unknown, ...parts.flatMap(([name, one]) => within(one).map((blank) => ({ ...value, [name]: blank })))];
  };
  return within(inputs).filter((one) => isObject(one));
}

/** A project's settings have nothing to delete. */
const settings = ["InboundDataFilter", "SpikeProtection", "Ownership"].map(
  (name) => `sentry:index/sentryProject${name}:SentryProject${name}`,
);

describe("the gallery of Sentry", () => {
  it("is made, changed in place and removed, by the calls that the definitions name and no others", async () => {
    await fresh();
    const first = await visit(stage, sentryExhibits, { turn: "first" });
    expect(first.unstable()).toEqual({});
    expect([...first.tokens()].toSorted()).toEqual(sentry.resources.map(({ token }) => token).toSorted());
    const changed = await visit(stage, sentryExhibits, { turn: "changed", before: first });
    expect(changed.unstable()).toEqual({});
    expect(changed.replaced()).toEqual([]);
    await changed.remove(settings);
    for (const { token, calls = [] } of sentry.resources) {
      const sent = [first, changed].flatMap((seen) => seen.sent(token, calls));
      expect({ token, sent: [...new Set(sent)].toSorted() }).toEqual({ token, sent: [...calls].toSorted() });
    }
  });

  it("takes a value that is not known yet anywhere, in a preview, without a word and without a write", async () => {
    await fresh();
    const { exhibits } = await visit(stage, sentryExhibits, { turn: "first" });
    await stage.journal();
    const { signal } = new AbortController();
    const client = sentry.configure({}, { environment: stage.environment, signal });
    for (const { token, kept } of exhibits.values()) {
      const definition = sentry.resources.find((one) => one.token === token);
      if (definition === undefined) throw new Error(token);
      for (const inputs of blanked(kept.inputs)) {
        const { issues, inputs: checked } = checkResource(definition, inputs);
        expect({ token, inputs, issues }).toEqual({ token, inputs, issues: [] });
        const known = Object.fromEntries(Object.entries(checked).filter(([, value]) => !holdsUnknown(value)));
        const more = await definition.check?.({ client, signal }, known, {});
        expect({ token, known, issues: more?.issues ?? [] }).toEqual({ token, known, issues: [] });
      }
    }
    expect(await stage.writes()).toEqual([]);
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
