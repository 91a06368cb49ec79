import { lastPhase } from "../../engine/events.ts";
import { readDeployment } from "../../engine/session.ts";
import { PlatformError, PlatformErrors } from "../../errors.ts";
import type { Handler } from "../command.ts";
import { runWriting } from "../engine-run.ts";
import { openStack } from "../open-stack.ts";
import { complaints } from "../report.ts";

/** Deletes everything that the stack made, at the vendors too. Without --apply it only shows what that is. */
export const handle: Handler = async (context) => {
  const stack = await openStack(context);
  const { spec, session } = stack;
  const deployment = (await readDeployment(session, spec.name)) ?? { resources: [], pending: [] };
  const protectedOnes = deployment.resources.filter(({ protect }) => protect === true);
  if (protectedOnes.length > 0) {
    throw new PlatformErrors(
      `Stack ${spec.stack} holds what must survive, so nothing was deleted:`,
      protectedOnes.map(
        ({ urn }) =>
          new PlatformError({
            code: "destroy/protected",
            where: urn.split("::").pop() ?? urn,
            problem: "is protected",
            fix: `eval "$(npx groundplan env --stack ${spec.stack})" && pulumi state unprotect --yes --stack ${spec.stack} '${urn}'`,
          }),
      ),
    );
  }
  const apply = context.flags["apply"] === true;
  const run = await runWriting(context, stack, apply ? ["destroy", "--yes"] : ["destroy", "--preview-only"]);
  const told = complaints(run.report);
  const changes = lastPhase(run.report)?.changes ?? {};
  const json = {
    stack: spec.stack,
    engine: stack.engine,
    ok: run.code === 0,
    applied: apply,
    changes,
    complaints: told,
  };
  if (run.code !== 0) return { code: run.code, json, text: told.map((line) => `- ${line}`).join("\n") };
  const count = changes["delete"] ?? 0;
  const text = apply
    ? `${spec.title} on ${spec.stack}: ${count} deleted`
    : `${count} would be deleted. To do it: npx groundplan destroy --stack ${spec.stack} --apply`;
  return { code: 0, json, text };
};
