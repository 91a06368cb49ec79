import { differences } from "../../workflows/compare.ts";
import { examine } from "../../workflows/examine.ts";
import { repositoryFiles } from "../../workflows/repository-files.ts";
import { readWorkflow } from "../../workflows/written.ts";
import type { Handler } from "../command.ts";
import { filesIn, ownersSpec, profilesOf, repositoryFolder, scriptsOf } from "../workflow-files.ts";

/** Every file is what the platform asks for, and no workflow among them, ours or not, breaks a rule. */
export const handle: Handler = async (context) => {
  const spec = await ownersSpec(context);
  const repository = repositoryFolder(context);
  const found = filesIn(repository);
  const wanted = repositoryFiles(spec);
  const outOfDate = differences(wanted, found).map(({ path, line, kind, problem, fix }) => ({
    ...{ rule: kind === "somebody's own" ? "somebodys-own" : "out-of-date", file: path, line, problem, fix },
  }));
  const workflows = [...found].flatMap(([path, text]) => (isWorkflow(path) ? [readWorkflow(path, text)] : []));
  const subject = { workflows, spec, scripts: scriptsOf(repository), profiles: profilesOf(repository, spec) };
  const findings = [...outOfDate, ...examine(subject)];
  const lines = findings.flatMap(({ rule, file, line, problem, fix }) => [
    `${file}:${line}: ${problem} [${rule}]`,
    `  fix: ${fix}`,
  ]);
  const clean = `${wanted.length} files are what ${spec.title} asks for, and ${workflows.length} workflows keep the rules.`;
  return {
    code: findings.length === 0 ? 0 : 2,
    json: { files: [...found.keys()], findings },
    text: findings.length === 0 ? clean : lines.join("\n"),
  };
};

const isWorkflow = (path: string): boolean => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
