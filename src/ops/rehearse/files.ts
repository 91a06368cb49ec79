import { envExample } from "../../spec/env-example.ts";
import type { PlatformSpec } from "../../spec/platform.ts";
import { ciWorkflow } from "../../workflows/ci.ts";
import { renderWorkflow } from "../../workflows/render.ts";

/** What a platform's definition says as files: workflows and the example of its applications' environment. */
export function filesOf(spec: PlatformSpec): { readonly path: string; readonly text: string }[] {
  const { path, content } = renderWorkflow(ciWorkflow(spec), "the platform's definition");
  return [
    { path, text: content },
    { path: ".env.example", text: envExample(spec) },
  ];
}
