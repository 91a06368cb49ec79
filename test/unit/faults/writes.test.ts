import { describe, expect, it } from "vitest";
import { type Call, lostAnswer, nameOf, writesOf } from "../../faults/writes.ts";

const call = (method: string, path: string, responseBody: unknown = null, vendor = "acme"): Call => ({
  ...{ vendor, method, path, responseBody },
});

/** A run in which the vendor called its project `id`. */
const run = (id: string): Call[] => [
  call("POST", "/v1/projects", { id, name: "web" }),
  call("GET", `/v1/projects/${id}`, { id }),
  call("POST", `/v1/projects/${id}/env.json`, { created: [{ id: 7, key: "A" }] }),
  call("POST", `/v1/projects/${id}/env.json`, { created: [{ id: 8, key: "B" }] }),
  call("PUT", "/v1/names/web", { name: "web" }),
];

describe("the writes of a run", () => {
  it("are the same in a run with other ids", () => {
    expect(writesOf(run("prj_1"))).toEqual(writesOf(run("prj_2")));
    expect(writesOf(run("prj_1")).map(nameOf)).toEqual([
      "acme POST /v1/projects",
      "acme POST /v1/projects/…/env.json",
      "acme POST /v1/projects/…/env.json #2",
      "acme PUT /v1/names/web",
    ]);
  });

  it("are met by their fault in any run, and by no other path", () => {
    const [, , second, named] = writesOf(run("prj_1"));
    if (second === undefined || named === undefined) throw new Error("four writes");
    const fault = lostAnswer(second);
    expect(fault).toMatchObject({ method: "POST", skip: 1, times: 1, kind: "drop-response" });
    const pattern = new RegExp(fault.pathPattern ?? "");
    expect(pattern.test("/v1/projects/prj_2/env.json")).toBe(true);
    expect(pattern.test("/v1/projects/prj_2/envXjson")).toBe(false);
    expect(pattern.test("/v1/projects/prj_2/env.json/3")).toBe(false);
    expect(new RegExp(named.pathPattern).test("/v1/names/other")).toBe(false);
  });

  it("may be looked for one batch earlier, but not before the first", () => {
    const [first, , second] = writesOf(run("prj_1"));
    if (first === undefined || second === undefined) throw new Error("four writes");
    expect([lostAnswer(second, 1).skip, lostAnswer(first, 1).skip]).toEqual([0, 0]);
  });
});
