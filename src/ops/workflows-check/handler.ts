import { differences } from "../../workflows/compare.ts";
import { examine } from "../../workflows/examine.ts";
import { workflowFiles } from "../../workflows/pipelines.ts";
import { workflowFolder } from "../../workflows/render.ts";
import { readWorkflow } from "../../workflows/written.ts";
import type { Handler } from "../command.ts";
import { filesIn, ownersSpec, profilesOf, repositoryFolder, scriptsOf } from "../workflow-files.ts";

/** Every file is what the platform asks for, and none of them, ours or not, breaks a rule. */
export const handle: Handler = async (context) => {
  const spec = await ownersSpec(context);
  const repository = repositoryFolder(context);
  const found = filesIn(repository);
  const outOfDate = differences(workflowFiles(spec), found).map(({ path, line, problem }) => ({
    ...{ rule: "out-of-date", file: path, line, problem },
    fix: "npx groundplan workflows generate",
  }));
  const workflows = [...found]
    .filter(([path]) => path.startsWith(`${workflowFolder}/`))
    .map(([path, text]) => readWorkflow(path, text));
  const subject = { workflows, spec, scripts: scriptsOf(repository), profiles: profilesOf(repository, spec) };
  const findings = [...outOfDate, ...examine(subject)];
  const lines = findings.flatMap(({ rule, file, line, problem, fix }) => [
    `${file}:${line}: ${problem} [${rule}]`,
    `  fix: ${fix}`,
  ]);
  const clean = `${workflows.length} workflow(s) are what ${spec.title} asks for.`;
  return {
    code: findings.length === 0 ? 0 : 2,
    json: { files: [...found.keys()], findings },
    text: findings.length === 0 ? clean : lines.join("\n"),
  };
};
