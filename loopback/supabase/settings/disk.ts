import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, refuse, type Supabase } from "../refusals.ts";
import type { Disk, Project } from "../state.ts";

const positive = z.int().min(1);
const change = z.object({
  attributes: z.discriminatedUnion("type", [
    z.object({ type: z.literal("gp3"), size_gb: positive, iops: positive, throughput_mibps: positive.optional() }),
    z.object({ type: z.literal("io2"), size_gb: positive, iops: positive }),
  ]),
});

/** What a new project has (supabase.com/docs: compute and disk). */
const usual: Disk = { type: "gp3", size_gb: 8, iops: 3000, throughput_mibps: 125 };

/** The database's disk: it only grows. That one change in six hours is taken is not played. */
export function diskRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/config/disk";
  app.get(path, (c) => c.json(diskView(readyProject(context, c))));
  app.post(path, async (c) => {
    const project = readyProject(context, c);
    const { attributes } = await body(c, change);
    const { size_gb: size } = project.disk ?? usual;
    if (attributes.size_gb < size) throw refuse(400, `attributes.size_gb: a disk of ${size} GB cannot shrink`);
    const throughput = attributes.type === "gp3" ? { throughput_mibps: attributes.throughput_mibps ?? 125 } : {};
    project.disk = { ...attributes, ...throughput };
    context.changed();
    return c.body(null, 201);
  });
}

export const diskView = ({ disk }: Project): object => ({ attributes: disk ?? usual });
