import type { Context, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, validationFailed } from "../errors.ts";
import { done, listAnswer, param, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, laterThan, timestamp } from "../lookup.ts";
import { makeSealingKey, openSealed } from "../sealing.ts";
import type { SecretBox, StoredSecret } from "../state.ts";

const secretBody = z.object({ encrypted_value: z.string().min(1), key_id: z.string().min(1) });

/** GitHub Docs, "Secrets reference": 48 KB. */
export const largestValue = 48 * 1024;

/** What GitHub says of a secret: everything but its value. */
export function secretView({ name, created_at, updated_at }: StoredSecret): {
  name: string;
  created_at: string;
  updated_at: string;
} {
  return { name, created_at, updated_at };
}

/** Names of secrets and variables are upper case, whatever was sent. @throws 422 */
export function variableName(given: string): string {
  const name = given.toUpperCase();
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) {
    throw validationFailed(
      "Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).",
    );
  }
  if (name.startsWith("GITHUB_")) throw validationFailed("Secret names must not start with GITHUB_.");
  return name;
}

/** The five routes of one place that keeps secrets. */
export function secretRoutes(
  repo: Hono<RepositoryEnv>,
  context: GitHubContext,
  path: string,
  boxOf: (c: Context<RepositoryEnv>) => SecretBox,
): void {
  const find = (c: Context<RepositoryEnv>) => {
    const secret = boxOf(c).secrets.find((candidate) => candidate.name === param(c, "name").toUpperCase());
    if (!secret) throw notFound();
    return secret;
  };
  repo.get(path, (c) => listAnswer(c, context, boxOf(c).secrets.map(secretView), "secrets"));
  repo.get(`${path}/public-key`, async (c) => {
    const box = boxOf(c);
    if (!box.key) {
      box.key = await makeSealingKey(context);
      context.changed();
    }
    return c.json({ key_id: box.key.id, key: box.key.publicKey });
  });
  repo.get(`${path}/:name`, (c) => c.json(secretView(find(c))));
  repo.put(`${path}/:name`, async (c) => {
    const box = boxOf(c);
    const name = variableName(param(c, "name"));
    const body = await readBody(c, secretBody, invalidBody);
    const value = context.secret(await openSealed(box.key, body, largestValue));
    const known = box.secrets.find((candidate) => candidate.name === name);
    if (known) {
      known.value = value;
      known.updated_at = laterThan(known.updated_at, context.now());
    } else {
      const now = timestamp(context.now());
      box.secrets.push({ name, created_at: now, updated_at: now, value });
    }
    context.changed();
    return known ? done(c) : c.json({}, 201);
  });
  repo.delete(`${path}/:name`, (c) => {
    const [box, secret] = [boxOf(c), find(c)];
    box.secrets = box.secrets.filter((candidate) => candidate !== secret);
    context.changed();
    return done(c);
  });
}
