import { envExample } from "../../spec/env-example.ts";
import type { PlatformSpec } from "../../spec/platform.ts";
import { workflowFiles } from "../../workflows/pipelines.ts";

/** What a platform's definition says as files: workflows and the example of its applications' environment. */
export function filesOf(spec: PlatformSpec): { readonly path: string; readonly text: string }[] {
  return [
    ...workflowFiles(spec).map(({ path, content }) => ({ path, text: content })),
    { path: ".env.example", text: envExample(spec) },
  ];
}
