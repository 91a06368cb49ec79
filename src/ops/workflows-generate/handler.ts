import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { differences } from "../../workflows/compare.ts";
import { workflowFiles } from "../../workflows/pipelines.ts";
import { workflowFolder } from "../../workflows/render.ts";
import type { Handler } from "../command.ts";
import { filesIn, ownersSpec, repositoryFolder } from "../workflow-files.ts";

/** Writes what differs, so a second run writes nothing. Files of somebody's own are left alone. */
export const handle: Handler = async (context) => {
  const wanted = workflowFiles(await ownersSpec(context));
  const repository = repositoryFolder(context);
  const found = differences(wanted, filesIn(repository));
  mkdirSync(join(repository, workflowFolder), { recursive: true });
  const removed = found.flatMap(({ kind, path }) => (kind === "left over" ? [path] : []));
  const written = wanted.filter(({ path }) => found.some((one) => one.path === path));
  for (const path of removed) rmSync(join(repository, path));
  for (const { path, content } of written) writeFileSync(join(repository, path), content);
  const json = { files: wanted.map(({ path }) => path), written: written.map(({ path }) => path), removed };
  const lines = [...json.written.map((path) => `wrote ${path}`), ...removed.map((path) => `removed ${path}`)];
  return { code: 0, json, text: [...lines, `${wanted.length} file(s), ${lines.length} changed.`].join("\n") };
};
