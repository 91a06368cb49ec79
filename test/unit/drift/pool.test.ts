import { describe, expect, it } from "vitest";
import { draw, drawAll } from "../../e2e/drift/draw.ts";
import { overlaps } from "../../e2e/drift/paths.ts";
import { coverage, leastCoverage, poolOf, unexplained } from "../../e2e/drift/pool.ts";
import { randomFrom } from "../../e2e/drift/random.ts";
import { definedTypes, schemaOf } from "../../e2e/drift/schemas.ts";
import { tables } from "../../e2e/drift/tables.ts";
import { standing } from "./standing.ts";

const project = standing("vercel:index/project:Project", "web");
const variable = standing("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", "key");
const team = standing("sentry:index/sentryTeam:SentryTeam", "team");
const sentryProject = standing("sentry:index/sentryProject:SentryProject", "errors");

describe("the pool of what can drift", () => {
  // What stands on the root platform: nothing else is there for a stranger to change. The gallery holds the other types.
  const ours = definedTypes.filter((type) => tables[type] !== undefined).map((type) => standing(type, "one"));

  it("has a table for what stands only, and each of ours by a token that is defined", () => {
    const vendors = new Set(definedTypes.map((type) => type.split(":")[0]));
    const tokens = Object.keys(tables).filter((type) => vendors.has(type.split(":")[0]));
    expect(ours.map(({ type }) => type).toSorted()).toEqual(tokens.toSorted());
  });

  it("knows every input of what stands, but for those that no read could tell", () => {
    const pool = poolOf(ours, tables, schemaOf);
    // An input that is new in a provider stands here until the game can change it.
    expect(pool.missing.toSorted((a, b) => (a.input < b.input ? -1 : 1))).toEqual([
      { input: "supabase ApiSettings.dbPool", says: "the vendor's own number while no program declares one" },
      {
        input: "supabase Migrations.databasePassword",
        says: "seen by nothing at the API; the next connection with it fails",
      },
      {
        input: "supabase Project.databasePassword",
        says: "seen by nothing at the API; the next connection with it fails",
      },
    ]);
    expect(coverage(pool)).toBeGreaterThan(0.95);
  });

  it("changes an input in every place that it has", () => {
    const left = ours.flatMap((one) => {
      const paths = (tables[one.type]?.mutations(one) ?? []).flatMap(({ path, names }) => [path, ...names]);
      const inputs = paths.map((path) => path.split(".")[0]);
      return schemaOf(one)
        .places.filter((place) => inputs.includes(place.split(".")[0]))
        .filter((place) => !paths.some((path) => overlaps(path, place)))
        .map((place) => `${one.type.split(":")[2]}.${place}`);
    });
    expect(left).toEqual([
      // Told as a hash, of which there is nothing to hold while no program declares a CAPTCHA.
      "AuthSettings.security.captchaSecret",
      // Sentry makes a token of its own, which is not held while no program declares one.
      "SentryProject.clientSecurity.securityToken",
    ]);
  });

  it("counts what cannot change in place apart, with the reason", () => {
    const pool = poolOf([team], tables, schemaOf);
    expect(pool.fixed).toEqual([{ input: "sentry SentryTeam.organization", says: "its change makes a new object" }]);
    expect([pool.inPool, pool.changeable, pool.inAll]).toEqual([2, 2, 3]);
  });

  it("counts an input once, however many resources have it", () => {
    const one = poolOf([variable], tables, schemaOf);
    const two = poolOf([variable, { ...variable, urn: `${variable.urn}2` }], tables, schemaOf);
    expect(two.inPool).toBe(one.inPool);
    expect(two.entries).toHaveLength(2 * one.entries.length);
  });

  it("is too small where nobody knows how to change a resource", () => {
    const label = standing("github:index/issueLabels:IssueLabels", "labels", {
      labels: [],
      repository: "web",
      __defaults: [],
    });
    const pool = poolOf([team, label], tables, schemaOf);
    expect(pool.missing).toEqual([
      { input: "github IssueLabels.labels", says: unexplained },
      { input: "github IssueLabels.repository", says: unexplained },
    ]);
    expect(coverage(pool)).toBeLessThan(leastCoverage);
  });

  it("says of what is written only what sees it", () => {
    const secret = standing("supabase:index/functionSecret:FunctionSecret", "KEY");
    expect(poolOf([secret], tables, schemaOf).writeOnly).toEqual([
      { input: "supabase FunctionSecret.value", says: "digest: Supabase tells its SHA-256" },
    ]);
  });
});

describe("drawing from it", () => {
  const { entries } = poolOf([project, variable, team, sentryProject], tables, schemaOf);
  const labels = (seed: number) =>
    draw(entries, 20, randomFrom(seed)).map(({ standing, mutation }) => `${standing.urn} ${mutation.path}`);

  it("takes so many, every one of another input, the same by the same seed", () => {
    expect(new Set(labels(1)).size).toBe(20);
    expect(labels(1)).toEqual(labels(1));
    expect(labels(1)).not.toEqual(labels(2));
  });

  it("never lets one change hide another", () => {
    for (let seed = 0; seed < 200; seed++) {
      const drawn = draw(entries, 20, randomFrom(seed));
      const on = (urn: string) => drawn.filter(({ standing }) => standing.urn === urn).map(({ mutation }) => mutation);
      for (const { standing, mutation } of drawn) {
        if (mutation.alone) expect(on(standing.urn)).toEqual([mutation]);
      }
      // Another slug of a team shows in the projects that it owns.
      if (on(team.urn).some(({ path }) => path === "slug")) expect(on(sentryProject.urn)).toEqual([]);
    }
  });

  it("says when the pool does not hold so many", () => {
    expect(() => draw(entries, 1000, randomFrom(1))).toThrow("changes at once, not 1000");
  });

  it("gets to every way to change something", () => {
    const ways = entries.flatMap(({ mutations }) => mutations);
    expect(new Set(drawAll(entries).flatMap((round) => round.map(({ mutation }) => mutation)))).toEqual(new Set(ways));
  });
});
