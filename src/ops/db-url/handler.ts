import type { Handler } from "../command.ts";
import { openStack } from "../open-stack.ts";
import { stackDatabase } from "../stack-database.ts";

/** Where a stack's database is, as the session pooler and the stack's own secret say. */
export const handle: Handler = async (context) => {
  const stack = await openStack(context);
  const { host, port, user, database, password } = await stackDatabase(stack);
  const url = new URL(`postgresql://${host}:${port}/${database}`);
  url.username = user;
  url.password = password;
  return { code: 0, json: { stack: stack.spec.stack, url: url.href }, text: url.href };
};
