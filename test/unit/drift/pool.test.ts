import { describe, expect, it } from "vitest";
import { draw, drawAll } from "../../e2e/drift/draw.ts";
import { coverage, leastCoverage, poolOf } from "../../e2e/drift/pool.ts";
import { randomFrom } from "../../e2e/drift/random.ts";
import { definedTypes, schemaOf } from "../../e2e/drift/schemas.ts";
import { tables } from "../../e2e/drift/tables.ts";
import { standing } from "./standing.ts";

const project = standing("vercel:index/project:Project", "web");
const variable = standing("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", "key");
const team = standing("sentry:index/sentryTeam:SentryTeam", "team");
const sentryProject = standing("sentry:index/sentryProject:SentryProject", "errors");

describe("the pool of what can drift", () => {
  it("knows every input of our providers, but for those that no read could tell", () => {
    const pool = poolOf(
      definedTypes.map((type) => standing(type, "one")),
      tables,
      schemaOf,
    );
    // An input that is new in a provider stands here until the game can change it.
    expect(pool.missing.toSorted()).toEqual([
      "supabase ApiSettings.dbPool",
      "supabase Migrations.databasePassword",
      "supabase Project.databasePassword",
    ]);
    expect(coverage(pool)).toBeGreaterThan(leastCoverage);
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
    expect(pool.missing).toEqual(["github IssueLabels.labels", "github IssueLabels.repository"]);
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
