import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import { uuid } from "./keys.ts";
import { badRequest, body, projectOf, refuse, type Supabase } from "./refusals.ts";
import type { EdgeFunction, Project } from "./state.ts";

const metadataSchema = z.object({
  entrypoint_path: z.string().min(1),
  // The Supabase CLI sends "" for none.
  import_map_path: z
    .string()
    .optional()
    .transform((path) => path || undefined),
  static_patterns: z.array(z.string()).optional(),
  verify_jwt: z.boolean().optional(),
  name: z.string().optional(),
});
const change = z.object({ name: z.string().optional(), verify_jwt: z.boolean().optional() });
const slugForm = /^[A-Za-z][A-Za-z0-9_-]*$/;
/** One source file as JSON; the other form, an archive, is refused as a body that is no JSON. */
const single = z.object({
  slug: z.string().regex(slugForm),
  name: z.string(),
  body: z.string(),
  verify_jwt: z.boolean().optional(),
});

type Upload = Pick<EdgeFunction, "files" | "ezbrSha256"> & { readonly metadata: z.output<typeof metadataSchema> };

/** Edge functions: sources are uploaded and kept; nothing bundles or runs them. */
export function functionRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/functions";
  const functionOf = (project: Project, slug: string): EdgeFunction => {
    const found = project.functions.find((one) => one.slug === slug);
    if (!found) throw refuse(404, "Function not found");
    return found;
  };

  app.get(path, (c) => c.json(projectOf(context, c).functions.map(functionView)));
  app.post(path, async (c) => {
    const project = projectOf(context, c);
    const { slug, body: source, ...metadata } = await body(c, single);
    if (project.functions.some((one) => one.slug === slug)) throw refuse(409, `Function ${slug} already exists`);
    const files = [{ path: "index.ts", content: Buffer.from(source).toString("base64") }];
    const upload = { metadata: { entrypoint_path: "index.ts", import_map_path: undefined, ...metadata }, files };
    const made = newVersion(context, slug, { ...upload, ezbrSha256: digestOf(upload) }, undefined);
    project.functions.push(made);
    context.changed();
    return c.json(functionView(made), 201);
  });
  app.post(`${path}/deploy`, async (c) => {
    const project = projectOf(context, c);
    const slug = c.req.query("slug") ?? "";
    if (!slugForm.test(slug)) throw refuse(400, "slug: must match ^[A-Za-z][A-Za-z0-9_-]*$");
    const upload = await readUpload(await c.req.formData());
    const old = project.functions.find((one) => one.slug === slug);
    const deployed = newVersion(context, slug, upload, old);
    if (c.req.query("bundleOnly") !== "true") {
      project.functions = [...project.functions.filter((one) => one.slug !== slug), deployed];
      context.changed();
    }
    return c.json(functionView(deployed), 201);
  });
  app.get(`${path}/:slug`, (c) => c.json(functionView(functionOf(projectOf(context, c), c.req.param("slug")))));
  app.get(`${path}/:slug/body`, (c) => {
    const { files, entrypointPath } = functionOf(projectOf(context, c), c.req.param("slug"));
    const form = new FormData();
    form.set("metadata", JSON.stringify({ deno2_entrypoint_path: entrypointPath }));
    for (const { path, content } of files) form.append("file", new File([Buffer.from(content, "base64")], path));
    return new Response(form);
  });
  app.patch(`${path}/:slug`, async (c) => {
    const one = functionOf(projectOf(context, c), c.req.param("slug"));
    const { name, verify_jwt: verifyJwt } = await body(c, change);
    if (name !== undefined) one.name = name;
    if (verifyJwt !== undefined) one.verifyJwt = verifyJwt;
    one.updatedAt = context.now().getTime();
    context.changed();
    return c.json(functionView(one));
  });
  app.delete(`${path}/:slug`, (c) => {
    const project = projectOf(context, c);
    const { slug } = functionOf(project, c.req.param("slug"));
    project.functions = project.functions.filter((one) => one.slug !== slug);
    context.changed();
    return c.body(null, 200);
  });
}

async function readUpload(form: FormData): Promise<Upload> {
  const text = form.get("metadata");
  const parsed = metadataSchema.safeParse(jsonOf(text instanceof File ? await text.text() : text));
  if (!parsed.success) throw badRequest(parsed.error.issues);
  const files = await Promise.all(
    form.getAll("file").map(async (part) => {
      if (!(part instanceof File)) throw refuse(400, "file: must be a file with its relative path as filename");
      return { path: part.name, content: Buffer.from(await part.arrayBuffer()).toString("base64") };
    }),
  );
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const metadata = parsed.data;
  const known = files.map(({ path }) => path);
  for (const wanted of [metadata.entrypoint_path, metadata.import_map_path]) {
    if (wanted !== undefined && !known.some((path) => samePath(path, wanted))) {
      throw refuse(400, `Failed to bundle the function: ${wanted} is not among the uploaded files`);
    }
  }
  return { metadata, files, ezbrSha256: digestOf({ metadata, files }) };
}

/** Stands for the checksum of the bundle. */
function digestOf({ metadata: { entrypoint_path, import_map_path }, files }: Omit<Upload, "ezbrSha256">): string {
  return createHash("sha256").update(JSON.stringify({ files, entrypoint_path, import_map_path })).digest("hex");
}

/** Every deployment raises the version, also of an unchanged bundle. */
function newVersion(context: Supabase, slug: string, upload: Upload, old: EdgeFunction | undefined): EdgeFunction {
  const { metadata, files, ezbrSha256 } = upload;
  const now = context.now().getTime();
  return {
    ...{
      id: old?.id ?? uuid(context),
      slug,
      name: metadata.name ?? old?.name ?? slug,
      version: (old?.version ?? 0) + 1,
    },
    ...{ verifyJwt: metadata.verify_jwt ?? old?.verifyJwt ?? true, importMap: metadata.import_map_path !== undefined },
    ...{
      entrypointPath: metadata.entrypoint_path,
      files,
      ezbrSha256,
      createdAt: old?.createdAt ?? now,
      updatedAt: now,
    },
    ...(metadata.import_map_path !== undefined && { importMapPath: metadata.import_map_path }),
  };
}

export function functionView(one: EdgeFunction): object {
  return {
    ...{ id: one.id, slug: one.slug, name: one.name, status: "ACTIVE", version: one.version },
    ...{ verify_jwt: one.verifyJwt, import_map: one.importMap, entrypoint_path: one.entrypointPath },
    ...(one.importMapPath !== undefined && { import_map_path: one.importMapPath }),
    ...{ ezbr_sha256: one.ezbrSha256, created_at: one.createdAt, updated_at: one.updatedAt },
  };
}

function samePath(a: string, b: string): boolean {
  const plain = (path: string) => path.replace(/^(file:\/\/)?\/?(\.\/)*/, "");
  return plain(a) === plain(b);
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    throw refuse(400, "metadata: must be JSON");
  }
}
