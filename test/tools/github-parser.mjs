// GitHub's own workflow parser and the checks of its editor support, over files: node github-parser.mjs FILE …
// Standard output is one JSON array of { file, line, severity, message }. A program of its own, because the packages
// import JSON without saying so, which Node refuses; a hook says it for them.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, next) =>
    url.endsWith(".json")
      ? { format: "module", shortCircuit: true, source: `export default ${readFileSync(new URL(url), "utf8")}` }
      : next(url, context),
});

const { validate } = await import("@actions/languageservice");
const { parseWorkflow, convertWorkflowTemplate } = await import("@actions/workflow-parser");
const { TextDocument } = await import("vscode-languageserver-textdocument");

/** @actions/workflow-parser: what it calls out to; nothing here. */
const trace = { info() {}, verbose() {}, error() {} };
const severities = ["", "error", "warning", "information", "hint"];
const found = [];
for (const file of process.argv.slice(2)) {
  const content = readFileSync(file, "utf8");
  const told = (line, severity, message) => found.push({ file, line, severity, message });
  const parsed = parseWorkflow({ name: file, content }, trace);
  for (const error of parsed.context.errors.getErrors()) told(error.range?.start.line ?? 1, "error", error.message);
  if (parsed.value !== undefined) {
    const template = await convertWorkflowTemplate(parsed.context, parsed.value);
    for (const { Message } of template.errors ?? []) told(1, "error", Message);
  }
  const document = TextDocument.create(`file://${file}`, "yaml", 1, content);
  for (const { range, severity, message } of await validate(document))
    told(range.start.line + 1, severities[severity ?? 1], message);
}
process.stdout.write(JSON.stringify(found));
