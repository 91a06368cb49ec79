import { loadDefinition, loadForCommand } from "../../config/command.ts";
import { homeOf, stackHome } from "../../engine/home.ts";
import type { Handler } from "../command.ts";

/** Parses the stack as `up` would; every problem is thrown at once. */
export const handle: Handler = async ({ project, flags, environment }) => {
  const stack = String(flags["stack"]);
  const secretsFile = stackHome(homeOf(project, environment["GROUNDPLAN_HOME"]), stack).configFile;
  const definition = await loadDefinition(project);
  const { spec } = loadForCommand({ directory: project, stack, definition, secretsFile });
  const required = spec.secrets.filter((secret) => secret.required);
  const json = { stack, ok: true, secrets: required.map(({ name, isSet }) => ({ name, isSet })) };
  return {
    code: 0,
    json,
    text: `Pulumi.${stack}.yaml is valid: ${spec.title}, ${spec.apps.length} app(s), ${required.length} required secret(s).`,
  };
};
