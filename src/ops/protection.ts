import { readReleaseProject } from "../../providers/vercel/deployment-calls.ts";
import { PlatformError } from "../errors.ts";
import type { Address } from "./app-addresses.ts";
import type { CommandContext } from "./command.ts";
import type { Answer, Probing } from "./probe.ts";
import type { ReachedStack } from "./reach-stack.ts";
import { inVendorWords } from "./vendor-words.ts";
import { clientOf } from "./vercel-apps.ts";

const variable = "VERCEL_AUTOMATION_BYPASS_SECRET";

/** Vercel: deployment protection answers 401, or sends a browser to its own log-in. */
export const isProtected = ({ status, location }: Answer): boolean =>
  status === 401 || /^https:\/\/vercel\.com\/sso(?:-api)?\b/.test(location ?? "");

/**
 * How a protected preview is entered: by the project's automation bypass, from the environment, else as Vercel tells it
 * to the stack's token. It is sent only after a refusal, and only to an address of the stack's own.
 */
export const bypass =
  (context: CommandContext, reached: ReachedStack, { app }: Address): NonNullable<Probing["credentials"]> =>
  async (answer) => {
    if (app === undefined || !isProtected(answer)) return undefined;
    const secret = context.environment[variable] || (await secretOf(reached, app.projectName));
    // Vercel: "Protection bypass for automation".
    return secret === undefined ? undefined : { "x-vercel-protection-bypass": secret };
  };

async function secretOf(reached: ReachedStack, project: string): Promise<string | undefined> {
  // Without a token only the environment could have told.
  if (!reached.environment["VERCEL_API_TOKEN"]) return undefined;
  const client = await clientOf(reached);
  const found = await inVendorWords(`Vercel project ${project}`, () => readReleaseProject(client, project));
  return Object.keys(found?.protectionBypass ?? {})[0];
}

/** The error of an address that stayed closed: nothing was learned about what is behind it. */
export const stayedClosed = ({ url, app }: Address): PlatformError =>
  new PlatformError({
    code: "release/protected",
    where: url,
    problem:
      app === undefined
        ? "is protected by Vercel and no address of this stack, so no secret was sent there"
        : `is protected by Vercel, and ${variable} is not set, or is not taken there`,
    fix: `declare a ProjectProtectionBypass for the project, and give its secret: export ${variable}=…`,
  });
