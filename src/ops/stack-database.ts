import type { ConnectionOptions } from "../../database/connect.ts";
import { VendorError } from "../../providers/kit/errors.ts";
import { connect } from "../../providers/supabase/client.ts";
import { sessionOf } from "../../providers/supabase/migrations-session.ts";
import { type PoolerFacts, readPooler } from "../../providers/supabase/project-facts.ts";
import { readDeployment } from "../engine/session.ts";
import { PlatformError } from "../errors.ts";
import type { OpenStack } from "./open-stack.ts";

/** How to log in to a stack's database: where its sessions are, as Supabase says now, with the stack's own secret. */
export async function stackDatabase(stack: OpenStack): Promise<ConnectionOptions> {
  const { spec, session, files } = stack;
  const deployment = await readDeployment(session, spec.name);
  const project = deployment?.resources.find(({ type }) => type === "supabase:index/project:Project");
  const fix = `npx groundplan up --stack ${spec.stack}`;
  if (project?.id === undefined) {
    throw new PlatformError({
      code: "database/none",
      where: `stack ${spec.stack}`,
      problem: "has no database yet",
      fix,
    });
  }
  const pooler = await poolerOf(stack, project.id);
  const engine = session.setup.onLoopback ? session.within(files.folder) : session;
  const password = await engine.must(["config", "get", "secrets:SUPABASE_DB_PASSWORD", "--stack", spec.stack]);
  return sessionOf(pooler, password.trim());
}

async function poolerOf({ session, spec }: OpenStack, ref: string): Promise<PoolerFacts> {
  const { signal } = new AbortController();
  const where = `Supabase project ${ref} of stack ${spec.stack}`;
  try {
    const client = connect({ environment: session.environment, signal }, session.setup.project);
    const pooler = await readPooler(client, ref);
    if (pooler !== undefined) return pooler;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    throw new PlatformError({
      code: "database/unknown-address",
      where,
      problem: `Supabase does not say where its database is: ${error.message}`,
      fix: `npx groundplan doctor --stack ${spec.stack}`,
    });
  }
  throw new PlatformError({
    code: "database/gone",
    where,
    problem: "is gone or paused.",
    fix: `restore it at https://supabase.com/dashboard/project/${ref}, or run: npx groundplan refresh --stack ${spec.stack}`,
  });
}
