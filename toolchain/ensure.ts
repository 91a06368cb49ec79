import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { PlatformError } from "../src/errors.ts";
import { DownloadBudget } from "./budget.ts";
import { enginePlaces, pins } from "./cache.mjs";
import { progressOn, type Sink } from "./progress.mjs";
import {
  type Context,
  type EngineSource,
  type EngineWays,
  engineWays,
  type PluginSource,
  type PluginWays,
  pluginWays,
  sources,
} from "./ways.ts";

export type { EngineSource };

/** A Pulumi engine that can run this project; all paths are absolute. */
export interface Engine {
  readonly pulumi: string;
  /** The folder with `pulumi` and `pulumi-language-nodejs`; it goes first on the engine's PATH (after Node's). */
  readonly binFolder: string;
  readonly version: string;
  readonly source: EngineSource;
  /** The executable of the GitHub plugin; `installPlugins` puts it into a PULUMI_HOME. */
  readonly githubPlugin: string;
}

export interface EnsureOptions {
  /** Where PATH, HOME, XDG_CACHE_HOME and proxies are read from; in practice `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Only this way; without it all are tried in order: path, cache, download, build. */
  readonly engine?: EngineSource | undefined;
  /** Stops a download or a build; what was half done is removed. */
  readonly signal?: AbortSignal | undefined;
  /** Where progress goes: a stream, or a function for whole lines. Default: standard error, one line written over on a terminal. */
  readonly progress?: Sink | ((line: string) => void);
  /** Milliseconds that all failing downloads may take together. */
  readonly downloadBudgetMs?: number;
  readonly ways?: { readonly engine: EngineWays; readonly plugin: PluginWays };
}

const downloadBudgetMs = 20_000;

/**
 * Finds an engine and its GitHub plugin, or gets them: from PATH, from the user's cache, from Pulumi's releases, from Go modules.
 * Throws a PlatformError that lists every way that was tried, with the reason why it did not work.
 */
export async function ensureEngine(options: EnsureOptions): Promise<Engine> {
  const { environment, engine: forced, signal } = options;
  if (forced !== undefined && !sources.includes(forced)) throw unknownSource(forced);
  const ways = options.ways ?? { engine: engineWays, plugin: pluginWays };
  const context: Context = {
    environment,
    places: enginePlaces(environment),
    budget: new DownloadBudget(options.downloadBudgetMs ?? downloadBudgetMs),
    pins,
    progress: progressOn(sinkOf(options.progress), "engine", environment),
    forced: forced !== undefined,
    signal,
  };

  const order = forced === undefined ? sources : [forced];
  const found = await firstThatWorks("the Pulumi engine", order, signal, (way) => ways.engine[way](context));
  const engine = found.value;

  const plugin = await firstThatWorks("the Pulumi plugin for GitHub", pluginOrder(forced), signal, (way) =>
    ways.plugin[way](context, engine),
  );

  const { pulumi, binFolder, version } = engine;
  return { pulumi, binFolder, version, source: found.way, githubPlugin: plugin.value };
}

function sinkOf(progress: EnsureOptions["progress"]): Sink {
  if (typeof progress !== "function") return progress ?? process.stderr;
  return { write: (text) => progress(text.trimEnd()) };
}

function unknownSource(given: string): PlatformError {
  return new PlatformError({
    code: "toolchain/unknown-way",
    where: "--engine",
    problem: `"${given}" is not a way to an engine`,
    fix: `use one of ${sources.join(", ")}, or leave --engine out to try them in this order`,
  });
}

/** What is forced for the engine holds for its plugin, except PATH, which knows no plugins; a forced build has just built both. */
function pluginOrder(forced: EngineSource | undefined): readonly PluginSource[] {
  if (forced === undefined || forced === "path") return ["cache", "download", "build"];
  return [forced === "build" ? "cache" : forced];
}

/** Tries ways in order; the first success counts, and an abort ends it all. */
async function firstThatWorks<Way extends EngineSource, T>(
  what: string,
  order: readonly Way[],
  signal: AbortSignal | undefined,
  attempt: (way: Way) => Promise<T>,
): Promise<{ readonly way: Way; readonly value: T }> {
  const tried: string[] = [];
  for (const way of order) {
    try {
      return { way, value: await attempt(way) };
    } catch (error) {
      signal?.throwIfAborted();
      tried.push(`${way}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new PlatformError({
    code: "toolchain/no-engine",
    where: what,
    problem: `no way to it worked:\n${tried.map((line) => `    ${line}`).join("\n")}`,
    fix:
      `either install pulumi >= ${pins.engine.version} (https://www.pulumi.com/docs/install/), ` +
      `or install Go >= ${pins.go.minimum} (https://go.dev/dl/); then run the same command again`,
  });
}

/**
 * Makes the GitHub plugin of an engine known in a PULUMI_HOME: a folder of the name that the engine looks for,
 * with a link to the executable. Cheap when it is there already.
 */
export function installPlugins(engine: { readonly githubPlugin: string }, pulumiHome: string): void {
  const folder = join(pulumiHome, "plugins", `resource-github-v${pins.githubPlugin.version}`);
  const link = join(folder, "pulumi-resource-github");
  if (targetOf(link) === engine.githubPlugin) return;
  mkdirSync(folder, { recursive: true });
  // Beside and renamed: an engine that starts at this moment finds the old link or the new one.
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(engine.githubPlugin, fresh);
  renameSync(fresh, link);
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
