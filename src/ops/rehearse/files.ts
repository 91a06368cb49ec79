import { envExample } from "../../spec/env-example.ts";
import type { PlatformSpec } from "../../spec/platform.ts";
import { governanceFiles } from "../../workflows/governance-files.ts";
import { workflowFiles } from "../../workflows/pipelines.ts";

/** What a platform's definition says as files: workflows, what governs the repository, and the example of its applications' environment. */
export function filesOf(spec: PlatformSpec): { readonly path: string; readonly text: string }[] {
  return [
    ...[...workflowFiles(spec), ...governanceFiles(spec.repository)].map(({ path, content }) => ({
      path,
      text: content,
    })),
    { path: ".env.example", text: envExample(spec) },
  ];
}
