import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { makePrivate } from "../../engine/home.ts";
import type { Handler } from "../command.ts";
import { openStack } from "../open-stack.ts";
import { quoted } from "../shell.ts";

/** Variables that plain `pulumi` in the caller's shell lacks; what the shell has already (HOME, LANG, …) is left alone. */
const exported = /^(PULUMI_|VERCEL_|SUPABASE_|GITHUB_|SENTRY_|POSTHOG_|NODE_COMPILE_CACHE$|no_proxy$|NO_PROXY$)/;

/**
 * Exports for the caller's shell. A stack on loopback also gets a `pulumi` that finds the private stack file. What the
 * stack still misses is no error here: these exports are needed to fill it in.
 */
export const handle: Handler = async (context) => {
  const { session, files, engine } = await openStack(context, { lenient: true });
  const { setup, environment } = session;
  const variables = Object.entries(environment).filter(([name]) => exported.test(name));
  const front = [setup.binFolder, join(context.installation, "node_modules", ".bin")];
  if (setup.onLoopback) {
    makePrivate(files.bin);
    const wrapper = join(files.bin, "pulumi");
    writeFileSync(wrapper, wrapperScript(setup.pulumi, setup.stack, files.configFile));
    chmodSync(wrapper, 0o700);
    front.unshift(files.bin);
  }
  const lines = [
    ...variables.map(([name, value]) => `export ${name}=${quoted(value)}`),
    `export PATH=${front.map(quoted).join(delimiter)}${delimiter}"$PATH"`,
  ];
  const json = { stack: setup.stack, engine, variables: Object.fromEntries(variables), path: front };
  return { code: 0, json, text: lines.join("\n") };
};

/** Every engine command writes into the stack file: on loopback into the private copy, so that git stays clean. */
const wrapperScript = (pulumi: string, stack: string, configFile: string): string => `#!/bin/sh
# Made by: npx groundplan env --stack ${stack}
case "$1" in
  up|update|preview|pre|refresh|destroy|config|import|watch|logs)
    for word in "$@"; do
      case "$word" in ${stack}|--stack=${stack}) exec ${quoted(pulumi)} "$@" --config-file ${quoted(configFile)} ;; esac
    done ;;
esac
exec ${quoted(pulumi)} "$@"
`;
