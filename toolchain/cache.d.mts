/** One pinned release: its archive's address with `{platform}`, `{arch}` and `{goarch}` to fill in, and the digests that are known. */
interface Release {
  readonly version: string;
  readonly release: string;
  readonly sha256: Readonly<Record<string, string>>;
}

/** versions.json */
export interface Pins {
  readonly engine: Release & { readonly languageHost: string; readonly checksums: string };
  readonly githubPlugin: Release;
  readonly node: string;
  readonly go: { readonly minimum: string; readonly pypi: string };
}
export declare const pins: Pins;
export declare const goFolder: string;

/** What `place` recorded about a folder in the cache; sizes in bytes. */
export interface Manifest {
  readonly version: string;
  readonly source: "download" | "build";
  readonly files: Readonly<Record<string, number>>;
}

/** Absolute folders in the user's cache. */
export interface EnginePlaces {
  readonly cache: string;
  readonly home: string;
  readonly bin: string;
  readonly plugin: string;
  readonly lock: string;
  readonly temporary: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export declare function enginePlaces(environment: Environment): EnginePlaces;
export declare function readWhole(folder: string): Manifest | undefined;
export declare function temporaryFolder(parent: string): string;
export declare function sweep(parent: string): void;
export declare function removeFolder(folder: string): void;
export declare function place(
  folder: string,
  target: string,
  facts: { readonly version: string; readonly source: "download" | "build" },
): void;
