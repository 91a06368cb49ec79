import { loadDefinition, loadForCommand } from "../../config/command.ts";
import { PlatformError } from "../../errors.ts";
import { matches } from "../../spec/formats.ts";
import type { Handler } from "../command.ts";
import { openStack } from "../open-stack.ts";

/** Reads a value from standard input, holds it against the secret's format, and has the engine encrypt it. */
export const handle: Handler = async (context) => {
  const [name = ""] = context.words;
  const stack = String(context.flags["stack"]);
  const { spec } = loadForCommand({
    directory: context.project,
    stack,
    definition: await loadDefinition(context.project),
    lenient: true,
  });
  const secret = spec.secrets.find((one) => one.name === name);
  const where = `secrets set ${name}`;
  if (secret === undefined) {
    const known = spec.secrets.map((one) => one.name).join(", ");
    throw new PlatformError({
      code: "secrets/unknown",
      where,
      problem: `${stack} has no such secret; it has ${known}`,
      fix: "npx groundplan secrets set <one of these>",
    });
  }
  const value = (await context.readInput()).replace(/\r?\n$/, "");
  if (!matches(secret.format, value)) {
    throw new PlatformError({
      code: "secrets/format",
      where,
      problem: `what came on standard input is not ${secret.format.description} (${value.length} characters came)`,
      fix: `get one from ${secret.obtain}; then: npx groundplan secrets set ${name} --stack ${stack} < file`,
    });
  }
  const { session, files } = await openStack(context, { lenient: true });
  const engine = session.setup.onLoopback ? session.within(files.folder) : session;
  await engine.must(["config", "set", "--secret", `secrets:${name}`, "--stack", stack], { input: value });
  return { code: 0, json: { stack, name, set: true }, text: `${name} is encrypted in ${stack}.` };
};
