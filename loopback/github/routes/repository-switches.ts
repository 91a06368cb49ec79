import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, refuse, validationFailed } from "../errors.ts";
import { done, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, laterThan } from "../lookup.ts";

const topicsBody = z.object({ names: z.array(z.string()) });
const topicForm = /^[a-z0-9][a-z0-9-]{0,49}$/;

/** Topics, and what is on (PUT) or off (DELETE). */
export function switchRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.get("/topics", (c) => c.json({ names: c.var.repository.topics }));
  repo.put("/topics", async (c) => {
    const { names } = await readBody(c, topicsBody, invalidBody);
    const wrong = names.find((name) => !topicForm.test(name));
    if (wrong !== undefined || names.length > 20) {
      throw validationFailed(
        "Topics must start with a lowercase letter or number, consist of 50 characters or less, and can include hyphens; there are at most 20.",
      );
    }
    c.var.repository.topics = [...new Set(names)].sort();
    c.var.repository.updated_at = laterThan(c.var.repository.updated_at, context.now());
    context.changed();
    return c.json({ names: c.var.repository.topics });
  });

  repo.get("/vulnerability-alerts", (c) => {
    if (!c.var.repository.vulnerabilityAlerts) throw refuse(404, "Vulnerability alerts are disabled.");
    return done(c);
  });
  repo.on(["PUT", "DELETE"], "/vulnerability-alerts", (c) => {
    const { repository } = c.var;
    repository.vulnerabilityAlerts = c.req.method === "PUT";
    // GitHub Docs: security updates depend on alerts.
    if (!repository.vulnerabilityAlerts) repository.automatedSecurityFixes = false;
    context.changed();
    return done(c);
  });

  repo.get("/automated-security-fixes", (c) =>
    c.json({ enabled: c.var.repository.automatedSecurityFixes, paused: false }),
  );
  repo.on(["PUT", "DELETE"], "/automated-security-fixes", (c) => {
    const { repository } = c.var;
    const on = c.req.method === "PUT";
    if (on && !repository.vulnerabilityAlerts) {
      throw refuse(422, "Vulnerability alerts must be enabled to configure automated security fixes.");
    }
    repository.automatedSecurityFixes = on;
    context.changed();
    return done(c);
  });

  // Pages are not played: no repository has a site.
  repo.get("/pages", () => {
    throw notFound();
  });
}
