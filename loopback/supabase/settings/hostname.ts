import type { Hono } from "hono";
import { z } from "zod";
import { uuid } from "../keys.ts";
import { body, readyProject, refuse, type Supabase } from "../refusals.ts";
import type { CustomHostname, Project } from "../state.ts";

const steps = {
  2: "2_initiated",
  3: "3_challenge_verified",
  4: "4_origin_setup_completed",
  5: "5_services_reconfigured",
} as const;

/** A host name of one's own. No name server is asked: verification succeeds at the second look. */
export function hostnameRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/custom-hostname";
  const hostnameOf = (project: Project): CustomHostname => {
    if (!project.hostname) throw refuse(404, "Custom hostname configuration not found");
    return project.hostname;
  };

  app.get(path, (c) => {
    const project = readyProject(context, c);
    return c.json(hostnameView(project, hostnameOf(project)));
  });
  app.post(`${path}/initialize`, async (c) => {
    const project = readyProject(context, c);
    const { custom_hostname: name } = await body(c, z.object({ custom_hostname: z.string().min(1).max(253) }));
    if (!project.addons.includes("cd_default")) throw refuse(400, "Custom domain add-on is not enabled");
    if (project.hostname?.name !== name)
      project.hostname = { id: uuid(context), name, step: 2, challenge: context.id(40) };
    context.changed();
    return c.json(hostnameView(project, hostnameOf(project)), 201);
  });
  app.post(`${path}/reverify`, (c) => {
    const project = readyProject(context, c);
    const hostname = hostnameOf(project);
    if (hostname.step === 2) hostname.step = 3;
    else if (hostname.step === 3) hostname.step = 4;
    context.changed();
    return c.json(hostnameView(project, hostname), 201);
  });
  app.post(`${path}/activate`, (c) => {
    const project = readyProject(context, c);
    const hostname = hostnameOf(project);
    if (hostname.step < 4) throw refuse(400, "Custom hostname is not verified yet");
    hostname.step = 5;
    context.changed();
    return c.json(hostnameView(project, hostname), 201);
  });
  app.delete(path, (c) => {
    const project = readyProject(context, c);
    hostnameOf(project);
    delete project.hostname;
    if (c.req.query("remove_addon") === "true") project.addons = project.addons.filter((id) => id !== "cd_default");
    context.changed();
    return c.body(null, 200);
  });
}

export function hostnameView({ ref }: Project, { id, name, step, challenge }: CustomHostname): object {
  const verified = step > 2;
  const record = { txt_name: `_acme-challenge.${name}`, txt_value: challenge };
  return {
    status: steps[step],
    custom_hostname: name,
    data: {
      ...{ success: true, errors: [], messages: [] },
      result: {
        ...{ id, hostname: name, status: verified ? "active" : "pending" },
        ssl: { status: verified ? "active" : "pending_validation", validation_records: verified ? [] : [record] },
        ownership_verification: { type: "txt", name: `_cf-custom-hostname.${name}`, value: id },
        custom_origin_server: `${ref}.supabase.co`,
      },
    },
  };
}
