import type { PlatformSpec } from "../spec/platform.ts";
import { governanceFiles } from "./governance-files.ts";
import { budgetFiles } from "./pipelines/lighthouse.ts";
import { workflowFiles } from "./pipelines.ts";
import type { RenderedFile } from "./render.ts";

/** Every file that a platform keeps in its repository: its pipelines, what their actions read, and what governs it. All of them under `.github`. */
export const repositoryFiles = (spec: PlatformSpec): RenderedFile[] => [
  ...workflowFiles(spec),
  ...budgetFiles(spec),
  ...governanceFiles(spec.repository),
];
