import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder } from "../../../toolchain/cache-folder.mjs";

describe("the cache folder", () => {
  it.each([
    [{ XDG_CACHE_HOME: "/xdg", HOME: "/home/a" }, "linux", "/xdg/groundplan"],
    [{ XDG_CACHE_HOME: "/xdg", HOME: "/Users/a" }, "darwin", "/xdg/groundplan"],
    [{ HOME: "/home/a" }, "linux", "/home/a/.cache/groundplan"],
    [{ HOME: "/Users/a" }, "darwin", "/Users/a/Library/Caches/groundplan"],
    // XDG base directory specification: relative paths are invalid and to be ignored.
    [{ XDG_CACHE_HOME: "here", HOME: "/home/a" }, "linux", "/home/a/.cache/groundplan"],
    [{ XDG_CACHE_HOME: "", HOME: "" }, "linux", join(homedir(), ".cache", "groundplan")],
  ] as const)("with %j on %s is %s", (environment, platform, folder) => {
    expect(cacheFolder(environment, platform)).toBe(folder);
  });
});
