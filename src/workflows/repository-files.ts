import type { PlatformSpec } from "../spec/platform.ts";
import { governanceFiles } from "./governance-files.ts";
import { workflowFiles } from "./pipelines.ts";
import type { RenderedFile } from "./render.ts";

/** Every file that a platform keeps in its repository: its pipelines, and what governs it. All of them under `.github`. */
export const repositoryFiles = (spec: PlatformSpec): RenderedFile[] => [
  ...workflowFiles(spec),
  ...governanceFiles(spec.repository),
];
