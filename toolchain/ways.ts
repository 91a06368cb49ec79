import { join } from "node:path";
import type { DownloadBudget } from "./budget.ts";
import { type EnginePlaces, type Pins, readWhole } from "./cache.mjs";
import { downloadEngine, downloadPlugin } from "./download.ts";
import { toolEnvironment } from "./environment.mjs";
import { engineOnPath } from "./on-path.ts";
import type { Progress } from "./progress.mjs";
import { runScript } from "./script.ts";

/** The ways to an engine, in the order in which they are tried. */
export const sources = ["path", "cache", "download", "build"] as const;
export type EngineSource = (typeof sources)[number];

/** An engine that was found: absolute paths. */
export interface Found {
  readonly pulumi: string;
  readonly binFolder: string;
  readonly version: string;
}

/** What every way works with. */
export interface Context {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly places: EnginePlaces;
  readonly budget: DownloadBudget;
  readonly pins: Pins;
  readonly progress: Progress;
  /** This way was asked for by name, so that what the cache has is not good enough. */
  readonly forced: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Each way answers with what it found or made; its rejection's message is the reason why it did not. */
export type EngineWays = Readonly<Record<EngineSource, (context: Context) => Promise<Found>>>;
export type PluginSource = Exclude<EngineSource, "path">;
export type PluginWays = Readonly<Record<PluginSource, (context: Context, engine: Found) => Promise<string>>>;

export const engineWays: EngineWays = {
  path: engineOnPath,
  cache: async ({ places }) => cachedEngine(places),
  download: async (context) => {
    await downloadEngine(context);
    return cachedEngine(context.places);
  },
  build: async (context) => {
    // Whoever cannot download the engine cannot download the plugin: both at once share their modules and packages.
    await build(context, ["engine", "plugin"]);
    return cachedEngine(context.places);
  },
};

export const pluginWays: PluginWays = {
  cache: async ({ places }) => cachedPlugin(places),
  download: async (context, engine) => {
    await downloadPlugin(context, engine.pulumi);
    return cachedPlugin(context.places);
  },
  build: async (context) => {
    await build(context, ["plugin"]);
    return cachedPlugin(context.places);
  },
};

function cachedEngine(places: EnginePlaces): Found {
  const manifest = readWhole(places.bin);
  if (manifest === undefined) throw new Error(`nothing whole in ${places.bin}`);
  return { pulumi: join(places.bin, "pulumi"), binFolder: places.bin, version: manifest.version };
}

function cachedPlugin(places: EnginePlaces): string {
  if (readWhole(places.plugin) === undefined) throw new Error(`nothing whole in ${places.plugin}`);
  return join(places.plugin, "pulumi-resource-github");
}

async function build({ environment, progress, signal, forced }: Context, targets: readonly string[]): Promise<void> {
  const keep = { GROUNDPLAN_KEEP_GO_CACHE: environment["GROUNDPLAN_KEEP_GO_CACHE"] };
  try {
    await runScript(new URL("build.mjs", import.meta.url), [...(forced ? ["--again"] : []), ...targets], {
      environment: { ...toolEnvironment(environment), ...keep },
      signal,
      onSaid: ({ text, ...rest }) => text !== undefined && progress.show({ text, ...rest }),
    });
  } finally {
    progress.end();
  }
}
