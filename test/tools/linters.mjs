// GitHub's own parser, zizmor and actionlint, each got where it is not there yet: from npm, PyPI and Go modules, at the
// versions and digests that stand in this folder, into the user's cache.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { removeFolder, temporaryFolder } from "../../toolchain/cache.mjs";
import { cacheFolder } from "../../toolchain/cache-folder.mjs";
import { toolEnvironment } from "../../toolchain/environment.mjs";
import { findGo, goEnvironment } from "../../toolchain/go.mjs";

const run = promisify(execFile);
const here = import.meta.dirname;
const cache = cacheFolder(process.env);
const roomy = { maxBuffer: 64e6 };

/** A folder of the cache that is named after all that decides what stands in it, filled beside and renamed. */
async function cached(name, deciding, fill) {
  const digest = createHash("sha256");
  for (const file of deciding) digest.update(readFileSync(join(here, file)));
  const folder = join(
    cache,
    "linters",
    `${name}-${process.platform}-${process.arch}-${digest.digest("hex").slice(0, 12)}`,
  );
  if (existsSync(folder)) return folder;
  mkdirSync(join(cache, "linters"), { recursive: true });
  const beside = temporaryFolder(join(cache, "tmp"));
  try {
    await fill(beside);
    renameSync(beside, folder);
  } catch (error) {
    // Another run was first.
    if (!existsSync(folder)) throw error;
  } finally {
    removeFolder(beside);
  }
  return folder;
}

const workflows = (folder) => {
  const place = join(folder, ".github", "workflows");
  return existsSync(place) ? readdirSync(place).map((name) => join(place, name)) : [];
};

/** Runs a linter that exits with a code of its own when it has found something. @returns its standard output */
async function output(program, args, options, found) {
  try {
    return (await run(program, args, { ...roomy, ...options })).stdout;
  } catch (error) {
    if (found.includes(error.code)) return error.stdout;
    throw error;
  }
}

const parser = {
  name: "GitHub's parser",
  async get() {
    if (existsSync(join(here, "node_modules", "@actions", "languageservice"))) return;
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", ["ci", ...quiet], { cwd: here });
  },
  async check(folder) {
    const program = fileURLToPath(new URL("./github-parser.mjs", import.meta.url));
    const { stdout } = await run(process.execPath, [program, ...workflows(folder)], roomy);
    return JSON.parse(stdout);
  },
};

const installZizmor = (folder) =>
  run(
    "python3",
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"].concat([
      "--require-hashes",
      "--target",
      folder,
      "--requirement",
      join(here, "zizmor.txt"),
    ]),
    { env: toolEnvironment(process.env), timeout: 300_000 },
  );

const zizmor = {
  name: "zizmor",
  get: async () => void (await cached("zizmor", ["zizmor.txt"], installZizmor)),
  async check(folder) {
    const program = join(await cached("zizmor", ["zizmor.txt"], installZizmor), "bin", "zizmor");
    // `auditor` says everything that `pedantic` says, and more. zizmor: 11 to 14 are findings by severity.
    const args = ["--offline", "--no-config", "--persona=auditor", "--no-progress", "--quiet", "--format=json"];
    // Workflows and dependabot.yml; a file that is neither as GitHub has it must not be passed over.
    const inputs = ["--collect=all", "--strict-collection", folder];
    const found = JSON.parse(await output(program, [...args, ...inputs], {}, [11, 12, 13, 14]));
    return found.map(({ ident, desc, locations: [{ symbolic, concrete }] }) => ({
      file: symbolic.key.Local?.verbatim_path ?? "",
      line: concrete.location.start_point.row + 1,
      message: `${ident}: ${desc}`,
    }));
  },
};

async function buildActionlint(folder) {
  const module = join(here, "actionlint");
  const temporary = temporaryFolder(join(cache, "tmp"));
  try {
    const go = await findGo(process.env, cache, () => {});
    const places = { modules: join(temporary, "modules"), cache: join(temporary, "build"), temporary };
    const env = await goEnvironment(process.env, go, places);
    const program = "github.com/rhysd/actionlint/cmd/actionlint";
    await run(go, ["build", "-trimpath", "-o", join(folder, "actionlint"), program], {
      cwd: module,
      env,
      timeout: 600_000,
    });
  } finally {
    removeFolder(temporary);
  }
}

const deciding = ["actionlint/go.mod", "actionlint/go.sum"];
const actionlint = {
  name: "actionlint",
  get: async () => void (await cached("actionlint", deciding, buildActionlint)),
  async check(folder) {
    const program = join(await cached("actionlint", deciding, buildActionlint), "actionlint");
    // Without the shell and Python checkers of the machine: what is found must not depend on them.
    const args = ["-format", "{{json .}}", "-shellcheck=", "-pyflakes=", ...workflows(folder)];
    const found = JSON.parse(await output(program, args, { cwd: folder }, [1]));
    return found.map(({ filepath, line, message, kind }) => ({
      file: join(folder, filepath),
      ...{ line, message: `${kind}: ${message}` },
    }));
  },
};

/** Each at its strictest. */
export const linters = [parser, zizmor, actionlint];
