import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type EnginePlaces, place, readWhole, removeFolder, sweep, temporaryFolder } from "./cache.mjs";
import { engineEnvironment } from "./engine-environment.ts";
import { toolEnvironment } from "./environment.mjs";
import { runScript } from "./script.ts";
import type { Context } from "./ways.ts";

const run = promisify(execFile);

const pluginFile = "pulumi-resource-github";
/** The part of the release archive that a TypeScript program needs; the other languages' hosts stay out of the cache. */
const neededFile = /^(pulumi|pulumi-.*nodejs.*|pulumi-analyzer-policy)$/;

/** Puts Pulumi's release archive into the cache, checked against a sha256. */
export async function downloadEngine(context: Context): Promise<void> {
  const { places, pins, forced } = context;
  await inTemporaryFolder(places, async (folder) => {
    const sha256 = pins.engine.sha256[platform] ?? (await publishedDigest(context, folder));
    await downloadArchive(context, folder, pins.engine.release, sha256, "the engine");
    const bin = join(folder, "bin");
    await mkdir(bin);
    for (const name of await readdir(join(folder, "unpacked", "pulumi"))) {
      if (neededFile.test(name)) await rename(join(folder, "unpacked", "pulumi", name), join(bin, name));
    }
    // Another process may have been faster, and somebody may be using its engine already.
    if (!forced && readWhole(places.bin) !== undefined) return;
    place(bin, places.bin, { version: pins.engine.version, source: "download" });
  });
}

/** The digest from the release's own checksums file: https vouches for it, where no digest is pinned. */
async function publishedDigest(context: Context, folder: string): Promise<string> {
  const { pins } = context;
  const file = join(folder, "checksums.txt");
  await fetchFile(context, pins.engine.checksums, file, "the engine's checksums");
  const archive = fill(pins.engine.release).split("/").at(-1);
  for (const line of (await readFile(file, "utf8")).split("\n")) {
    const [digest, name] = line.trim().split(/\s+[*]?(?:\.\/)?/);
    if (name === archive && digest !== undefined && /^[0-9a-f]{64}$/.test(digest)) return digest;
  }
  throw new Error(`${pins.engine.checksums} has no sha256 of ${archive}, so the archive is refused`);
}

/**
 * Pulumi publishes only SHA-1 sums of its plugins: where we have pinned no sha256, the engine fetches the plugin in its own way.
 */
export async function downloadPlugin(context: Context, pulumi: string): Promise<void> {
  const { places, pins, environment, budget, signal } = context;
  const facts = { version: pins.githubPlugin.version, source: "download" } as const;
  await inTemporaryFolder(places, async (folder) => {
    const sha256 = pins.githubPlugin.sha256[platform];
    if (sha256 !== undefined) {
      await downloadArchive(context, folder, pins.githubPlugin.release, sha256, "the GitHub plugin");
      return placePlugin(join(folder, "unpacked"), folder, places, facts);
    }
    const env = engineEnvironment(environment, folder);
    const args = ["plugin", "install", "resource", "github", `v${pins.githubPlugin.version}`];
    await budget.run((abort) => run(pulumi, args, { env, signal: abort }), signal);
    const installed = join(folder, "plugins", `resource-github-v${pins.githubPlugin.version}`);
    await placePlugin(installed, folder, places, facts);
  });
}

async function placePlugin(
  from: string,
  folder: string,
  places: EnginePlaces,
  facts: { readonly version: string; readonly source: "download" },
): Promise<void> {
  const alone = join(folder, "plugin");
  await mkdir(alone);
  await rename(join(from, pluginFile), join(alone, pluginFile));
  place(alone, places.plugin, facts);
}

async function downloadArchive(
  context: Context,
  folder: string,
  template: string,
  sha256: string,
  what: string,
): Promise<void> {
  const archive = join(folder, "archive.tar.gz");
  const digest = await fetchFile(context, fill(template), archive, what);
  if (digest !== sha256) throw new Error(`${fill(template)} has the sha256 ${digest}, not ${sha256}: refused`);
  const unpacked = join(folder, "unpacked");
  await mkdir(unpacked);
  await run("tar", ["-xzf", archive, "-C", unpacked], { env: toolEnvironment(context.environment) });
}

/** Fetches a file within the budget and answers with its sha256. */
async function fetchFile(context: Context, address: string, file: string, what: string): Promise<string> {
  const { budget, environment, progress, signal } = context;
  try {
    const said = await budget.run(
      (abort, tell) =>
        runScript(new URL("download.mjs", import.meta.url), [address, file], {
          // Node reads the proxy variables only when told to.
          environment: { ...toolEnvironment(environment), NODE_USE_ENV_PROXY: "1" },
          signal: abort,
          onSaid: ({ bytes, total }) => {
            if (bytes === undefined) return;
            tell(bytes);
            const megabytes = `${Math.round(bytes / 1e6)} MB`;
            progress.show({
              text: `downloading ${what} (${megabytes})`,
              ...(total ? { fraction: bytes / total } : {}),
            });
          },
        }),
      signal,
    );
    return said.sha256 ?? "";
  } finally {
    progress.end();
  }
}

async function inTemporaryFolder(places: EnginePlaces, work: (folder: string) => Promise<void>): Promise<void> {
  sweep(places.temporary);
  const folder = temporaryFolder(places.temporary);
  try {
    await work(folder);
  } finally {
    removeFolder(folder);
  }
}

const platform = `${process.platform}-${process.arch}`;

function fill(template: string): string {
  const goarch = process.arch === "x64" ? "amd64" : process.arch;
  return template.replace("{platform}", process.platform).replace("{arch}", process.arch).replace("{goarch}", goarch);
}
