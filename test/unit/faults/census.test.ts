import { describe, expect, it } from "vitest";
import { excessOf, truthOf } from "../../faults/census.ts";

const clean = {
  acme: { projects: [{ id: "prj_1", name: "web" }], labels: [{ id: 9, name: "bug" }] },
  other: { variables: [{ key: "A" }] },
};
const state = JSON.stringify({ resources: [{ id: "team/prj_1", inputs: { name: "web", key: "A" } }] });
const truth = truthOf(clean, state);

describe("what a run left, held against a clean one", () => {
  it("is nothing when it is the same under other ids", () => {
    const again = { ...clean, acme: { ...clean.acme, projects: [{ id: "prj_2", name: "web" }] } };
    expect(excessOf(truth, again, state.replace("prj_1", "prj_2"))).toEqual({
      duplicates: [],
      orphans: [],
      missing: [],
    });
  });

  it("names a second object of the same name, and that nobody knows it", () => {
    const twice = {
      ...clean,
      acme: {
        ...clean.acme,
        projects: [
          { id: "prj_1", name: "web" },
          { id: "prj_2", name: "web" },
        ],
      },
    };
    expect(excessOf(truth, twice, state)).toEqual({
      duplicates: ["1 more of acme projects"],
      orphans: ["acme projects prj_2"],
      missing: [],
    });
  });

  it("names an object that took another's place without the engine's knowledge", () => {
    const swapped = { ...clean, acme: { ...clean.acme, projects: [{ id: "prj_11", name: "web" }] } };
    expect(excessOf(truth, swapped, state).orphans).toEqual(["acme projects prj_11"]);
  });

  it("names what is missing, and kinds that a clean run does not have", () => {
    const strange = { acme: { ...clean.acme, labels: [], hooks: [{ id: 3 }] }, other: clean.other };
    expect(excessOf(truth, strange, state)).toEqual({
      duplicates: ["1 more of acme hooks"],
      orphans: [],
      missing: ["1 fewer of acme labels"],
    });
  });

  it("asks for knowledge only of kinds that the engine knows whole: vendors add objects of their own", () => {
    expect([...truth.known].toSorted()).toEqual(["acme projects", "other variables"]);
  });
});
