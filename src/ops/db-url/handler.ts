import { readDeployment } from "../../engine/session.ts";
import { PlatformError } from "../../errors.ts";
import type { Handler } from "../command.ts";
import { openStack } from "../open-stack.ts";

/** Where a stack's database is, as the session pooler and the stack's own secret say. */
export const handle: Handler = async (context) => {
  const { spec, session, files } = await openStack(context);
  const deployment = await readDeployment(session, spec.name);
  const database = deployment?.resources.find(({ type }) => type === "supabase:index/project:Project")?.outputs;
  if (database === undefined) {
    throw new PlatformError({
      code: "database/none",
      where: `stack ${spec.stack}`,
      problem: "has no database yet",
      fix: `npx groundplan up --stack ${spec.stack}`,
    });
  }
  const engine = session.setup.onLoopback ? session.within(files.folder) : session;
  const password = await engine.must(["config", "get", "secrets:SUPABASE_DB_PASSWORD", "--stack", spec.stack]);
  const { poolerHost, poolerPort, poolerUser, poolerDatabase } = database;
  const url = new URL(`postgresql://${poolerHost}:${poolerPort}/${poolerDatabase}`);
  url.username = String(poolerUser);
  url.password = password.trim();
  return { code: 0, json: { stack: spec.stack, url: url.href }, text: url.href };
};
