import { connect, type Vercel } from "../../providers/vercel/client.ts";
import { type ReleaseProject, readReleaseProject } from "../../providers/vercel/deployment-calls.ts";
import { PlatformError, PlatformErrors } from "../errors.ts";
import type { AppSpec } from "../spec/app.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { CommandContext } from "./command.ts";
import { type ReachedStack, reachStack } from "./reach-stack.ts";
import { inVendorWords } from "./vendor-words.ts";

/** An application and its project, as Vercel has it now. */
export interface AppAtVercel {
  readonly app: AppSpec;
  readonly project: ReleaseProject;
}

/** A stack's applications at Vercel. */
export interface VercelApps {
  readonly reached: ReachedStack;
  readonly client: Vercel;
  readonly apps: readonly AppAtVercel[];
}

/**
 * Finds the projects of the applications that `--app` names (all, without it) by their names.
 * @throws PlatformErrors with every application that has none
 */
export async function vercelApps(context: CommandContext): Promise<VercelApps> {
  const reached = await reachStack(context);
  const chosen = chosenApps(reached.spec, context.flags["app"]);
  const client = await clientOf(reached);
  const projects = await Promise.all(
    chosen.map((app) =>
      inVendorWords(`Vercel project ${app.projectName}`, () => readReleaseProject(client, app.projectName)),
    ),
  );
  const apps = chosen.flatMap((app, index) => {
    const project = projects[index];
    return project === undefined ? [] : [{ app, project }];
  });
  const missing = chosen.filter((_, index) => projects[index] === undefined);
  if (missing.length > 0)
    throw new PlatformErrors(`Stack ${reached.spec.stack} is not complete at Vercel:`, missing.map(noProject(reached)));
  return { reached, client, apps };
}

/** A client of the account that the stack's applications are in. */
export async function clientOf({ spec, environment }: ReachedStack): Promise<Vercel> {
  const { signal } = new AbortController();
  return inVendorWords("Vercel", () => connect(spec.apps[0]?.team, { environment, signal }));
}

/** The applications that a flag names, all without one. @throws PlatformError when there is none of that name */
export function chosenApps({ apps, stack }: PlatformSpec, flag: string | boolean | undefined): readonly AppSpec[] {
  const found = typeof flag === "string" ? apps.filter(({ key }) => key === flag) : apps;
  if (found.length > 0) return found;
  const keys = apps.map(({ key }) => key).join(", ");
  throw new PlatformError({
    code: "release/no-app",
    where: typeof flag === "string" ? `--app ${flag}` : `stack ${stack}`,
    problem: keys === "" ? "the platform declares no application" : `names no application; there are: ${keys}`,
    fix:
      keys === "" ? "declare one in src/platform.ts: apps: { web: { … } }" : `give one of these: --app ${apps[0]?.key}`,
  });
}

const noProject =
  ({ spec }: ReachedStack) =>
  ({ projectName, team, key }: AppSpec): PlatformError =>
    new PlatformError({
      code: "release/no-project",
      where: `Vercel project ${projectName}`,
      problem: `does not exist in ${team ?? "the token's own account"}, so the application "${key}" cannot be deployed`,
      fix: `npx groundplan up --stack ${spec.stack}`,
    });
