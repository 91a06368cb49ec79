import { envExample } from "../../spec/env-example.ts";
import type { PlatformSpec } from "../../spec/platform.ts";
import { repositoryFiles } from "../../workflows/repository-files.ts";

/** What a platform's definition says as files: workflows, what governs the repository, and the example of its applications' environment. */
export function filesOf(spec: PlatformSpec): { readonly path: string; readonly text: string }[] {
  return [
    ...repositoryFiles(spec).map(({ path, content }) => ({ path, text: content })),
    { path: ".env.example", text: envExample(spec) },
  ];
}
