import type { Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, understood } from "./client.ts";

/** Inputs of everything that belongs to one project. */
export const place = {
  organization: z.string().describe("Slug of the organization."),
  project: z.string().describe("Slug of the project."),
};

export interface Place {
  readonly organization: string;
  readonly project: string;
}

/** `acme/web` and what else an import id holds after it, all of it named. Undefined: malformed. */
export function splitId<Name extends string>(id: string, names: readonly Name[]): Record<Name, string> | undefined {
  const parts = id.split("/");
  if (parts.length !== names.length || parts.includes("")) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, parts[index]])) as Record<Name, string>;
}

export const projectPath = ({ organization, project }: Place): string => `/projects/${organization}/${project}/`;

/** A GET of something under a project. Undefined: gone, or (302) its slug is another project's past. */
export async function readPart<T extends z.ZodType>(
  { client }: Reading<Sentry>,
  path: string,
  answer: T,
): Promise<z.output<T> | undefined> {
  const { status, body } = await client.http.shared(path, { accept: [404, 302] });
  return status === 200 ? understood(answer, body, `GET ${path}`) : undefined;
}
