/** The user's cache folder for this project: XDG where it is set, else the system's custom. */
export declare function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform?: NodeJS.Platform,
): string;
