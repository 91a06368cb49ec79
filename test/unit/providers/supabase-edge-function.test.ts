import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EdgeFunction } from "../../../providers/supabase/edge-function.ts";
import { importsOf } from "../../../providers/supabase/import-scan.ts";
import {
  adopt,
  change,
  check,
  diff,
  make,
  paths,
  Refused,
  refresh,
  remove,
  type Stand,
  shop,
  stand,
  there,
} from "./supabase-stand.ts";

let on: Stand;
let ref = "";
let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "groundplan-functions-"));
  on = await stand(root);
  ref = (await shop(on)).id;
});
afterAll(async () => {
  await on.stop();
  await rm(root, { recursive: true });
});
beforeEach(async () => {
  await rm(join(root, "functions"), { recursive: true, force: true });
  await put(
    "functions/hello/index.ts",
    'import { greet } from "../_shared/greet.ts";\nimport z from "npm:zod";\nDeno.serve(() => new Response(greet()));\n',
  );
  await put(
    "functions/_shared/greet.ts",
    'import words from "./words.json" with { type: "json" };\nexport const greet = () => words.hello;\n',
  );
  await put("functions/_shared/words.json", '{ "hello": "hello" }');
  await put("functions/_shared/unused.ts", "export {};\n");
});

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
const wish = () => ({ projectRef: ref, slug: "hello", entrypoint: "functions/hello/index.ts" });
const uploads = async () =>
  (await on.calls()).filter((call) => call === `POST /v1/projects/${ref}/functions/deploy`).length;
const problems = async (given = {}): Promise<string[]> => {
  const refused = await check(on, EdgeFunction, { ...wish(), ...given }).catch((error: unknown) => error);
  if (!(refused instanceof Refused)) throw new Error("it was accepted");
  return refused.issues.map(({ property, reason }) => `${property}: ${reason}`);
};

describe("an edge function", () => {
  it("is deployed with everything it imports, and not again while nothing changes", async () => {
    await on.calls();
    const hello = await make(on, EdgeFunction, wish());
    expect(await uploads()).toBe(1);
    expect(hello.inputs["files"]).toEqual([
      "functions/_shared/greet.ts",
      "functions/_shared/words.json",
      "functions/hello/index.ts",
    ]);
    expect(hello.state).toMatchObject({
      version: 1,
      status: "ACTIVE",
      url: `https://${ref}.supabase.co/functions/v1/hello`,
    });
    const body = await fetch(`${on.cloud.control.origins["supabase"]}/v1/projects/${ref}/functions/hello/body`, {
      headers: { authorization: `Bearer ${on.cloud.control.environment["SUPABASE_ACCESS_TOKEN"]}` },
    });
    const files = (await body.formData()).getAll("file").map((file) => (file instanceof File ? file.name : ""));
    expect(files.sort()).toEqual(hello.inputs["files"]);

    expect(await diff(on, EdgeFunction, hello, wish())).toEqual([]);
    await put("functions/_shared/unused.ts", "export const changed = 1;\n");
    expect(await diff(on, EdgeFunction, hello, wish())).toEqual([]);
    expect(there(await refresh(on, EdgeFunction, hello)).inputs).toEqual(hello.inputs);
    expect(await uploads()).toBe(0);
    await remove(on, EdgeFunction, hello);
  });

  it("is deployed again when a file far down its imports changes, line endings included", async () => {
    const hello = await make(on, EdgeFunction, wish());
    await put("functions/_shared/words.json", '{ "hello": "hello" }\r\n');
    expect(paths(await diff(on, EdgeFunction, hello, wish()))).toEqual(["sourceHash"]);
    const changed = await change(on, EdgeFunction, hello, wish());
    expect(changed.state).toMatchObject({ version: 2 });
    await remove(on, EdgeFunction, changed);
  });

  it("changes its name and its JWT check without an upload", async () => {
    const hello = await make(on, EdgeFunction, wish());
    await on.calls();
    const wanted = {
      ...wish(),
      name: "Hello",
      verifyJwt: false,
      verifyJwtReason: "Stripe's webhook signs its calls itself.",
    };
    const changed = await change(on, EdgeFunction, hello, wanted);
    expect(await uploads()).toBe(0);
    expect(there(await refresh(on, EdgeFunction, changed)).inputs).toEqual(changed.inputs);
    await remove(on, EdgeFunction, changed);
  });

  it("is seen to be another's deployment, or open to all, and is repaired", async () => {
    const hello = await make(on, EdgeFunction, wish());
    const form = new FormData();
    form.set("metadata", JSON.stringify({ entrypoint_path: "index.ts", verify_jwt: false }));
    form.append("file", new Blob(["Deno.serve(() => new Response('theirs'))"]), "index.ts");
    await fetch(`${on.cloud.control.origins["supabase"]}/v1/projects/${ref}/functions/deploy?slug=hello`, {
      ...{ method: "POST", body: form },
      headers: { authorization: `Bearer ${on.cloud.control.environment["SUPABASE_ACCESS_TOKEN"]}` },
    });
    const seen = there(await refresh(on, EdgeFunction, hello));
    expect(paths(await diff(on, EdgeFunction, seen, wish()))).toEqual(["sourceHash", "verifyJwt"]);
    const repaired = await change(on, EdgeFunction, seen, wish());
    expect(there(await refresh(on, EdgeFunction, repaired)).inputs).toEqual(hello.inputs);
    await remove(on, EdgeFunction, repaired);
    expect(await refresh(on, EdgeFunction, repaired)).toBeUndefined();
  });

  it("is imported by project and slug, and deployed once", async () => {
    const hello = await make(on, EdgeFunction, wish());
    const adopted = there(await adopt(on, EdgeFunction, `${ref}/hello`));
    expect(paths(await diff(on, EdgeFunction, adopted, wish()))).toContain("sourceHash");
    await expect(adopt(on, EdgeFunction, "hello")).rejects.toThrow("<project ref>/<slug>");
    await remove(on, EdgeFunction, hello);
  });

  it("follows an import map, a deno.json with comments, and static files", async () => {
    await put("functions/hello/deno.json", '{ // ours\n "imports": { "shared/": "../_shared/", "z": "npm:zod@4", }, }');
    await put(
      "functions/hello/index.ts",
      'import "shared/greet.ts";\nimport { z } from "z";\nexport * from "jsr:@std/assert";\n',
    );
    await put("functions/hello/page.html", "<p>hello</p>");
    const inputs = await check(on, EdgeFunction, { ...wish(), staticFiles: ["functions/hello/*.html"] });
    expect(inputs["files"]).toEqual([
      "functions/_shared/greet.ts",
      "functions/_shared/words.json",
      "functions/hello/deno.json",
      "functions/hello/index.ts",
      "functions/hello/page.html",
    ]);
  });

  it("says each missing file once, with the line that wants it", async () => {
    await put(
      "functions/hello/index.ts",
      'import "./a.ts";\n// import "./comment.ts";\nconst text = `\nimport "./text.ts"`;\nawait import("./b.ts");\nimport "lodash";\n',
    );
    expect(await problems()).toEqual([
      'entrypoint: functions/hello/index.ts:1 imports "./a.ts", but functions/hello/a.ts does not exist',
      'entrypoint: functions/hello/index.ts:5 imports "./b.ts", but functions/hello/b.ts does not exist',
      'entrypoint: functions/hello/index.ts:6 imports "lodash", which is neither a path nor an address nor in the import map',
    ]);
    expect(await problems({ entrypoint: "functions/none.ts" })).toEqual([
      'entrypoint: "functions/none.ts" does not exist',
    ]);
    expect(await problems({ directory: "functions/hello", entrypoint: "../_shared/greet.ts" })).toEqual([
      'entrypoint: "../_shared/greet.ts" lies outside the directory',
    ]);
    expect(await problems({ importMap: "none.json", staticFiles: ["*.none"] })).toEqual([
      'importMap: "none.json" does not exist',
      expect.stringContaining("a.ts"),
      expect.stringContaining("b.ts"),
      expect.stringContaining("lodash"),
      'staticFiles: "*.none" matches no file',
    ]);
  });

  it("that anyone may call needs a sentence", async () => {
    expect(await problems({ verifyJwt: false })).toEqual([
      expect.stringMatching(/^verifyJwtReason: is required when verifyJwt is false/),
    ]);
    expect(await problems({ verifyJwt: false, verifyJwtReason: "because" })).toEqual([
      expect.stringMatching(/^verifyJwtReason: /),
    ]);
  });
});

describe("finding imports", () => {
  it.each([
    ['import a from "./a.ts"', ["./a.ts"]],
    ["import * as a from './a.ts'; export { b } from './b.ts'", ["./a.ts", "./b.ts"]],
    ['import {\n  a,\n  b as c,\n} from "./a.ts";', ["./a.ts"]],
    ['import type { A } from "./types.ts"', ["./types.ts"]],
    ['const m = await import( "./a.ts" )', ["./a.ts"]],
    ['const from = "x"; log("import", \'./no.ts\'); x.from("./no.ts"); Array.from("./no.ts")', []],
    ["/* import './no.ts' */ // import './no.ts'\nimport './a.ts'", ["./a.ts"]],
    ["const r = /[/'\"]import/; import './a.ts'", ["./a.ts"]],
    ["const half = a / b; import './a.ts'; c / d", ["./a.ts"]],
    ["const q = 'it\\'s'; import './a.ts'", ["./a.ts"]],
    ["const t = `${x} from './no.ts'`; import './a.ts'", ["./a.ts"]],
  ])("%s", (source, specifiers) => {
    expect(importsOf(source).map(({ specifier }) => specifier)).toEqual(specifiers);
  });
});
