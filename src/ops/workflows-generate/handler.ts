import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PlatformError, PlatformErrors } from "../../errors.ts";
import { differences, inTheWay } from "../../workflows/compare.ts";
import { repositoryFiles } from "../../workflows/repository-files.ts";
import type { Handler } from "../command.ts";
import { filesIn, ownersSpec, repositoryFolder } from "../workflow-files.ts";

/** Writes what differs, so a second run writes nothing. Files of somebody's own are left alone, and nothing is written over one. */
export const handle: Handler = async (context) => {
  const wanted = repositoryFiles(await ownersSpec(context));
  const repository = repositoryFolder(context);
  const there = filesIn(repository);
  const own = inTheWay(wanted, there).map(
    ({ path, problem, fix }) => new PlatformError({ code: "file/somebodys-own", where: path, problem, fix }),
  );
  if (own.length > 0) throw new PlatformErrors("Nothing was written:", own);
  const found = differences(wanted, there);
  const removed = found.flatMap(({ kind, path }) => (kind === "left over" ? [path] : []));
  const written = wanted.filter(({ path }) => found.some((one) => one.path === path));
  for (const path of removed) rmSync(join(repository, path));
  for (const { path, content } of written) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), content);
  }
  const json = { files: wanted.map(({ path }) => path), written: written.map(({ path }) => path), removed };
  const lines = [...json.written.map((path) => `wrote ${path}`), ...removed.map((path) => `removed ${path}`)];
  return { code: 0, json, text: [...lines, `${wanted.length} files, ${lines.length} changed.`].join("\n") };
};
