import type { Migration } from "@groundplan/database/migrations.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import type { Supabase } from "./client.ts";
import { sourceDirectory } from "./function-source.ts";
import { apply, readFolder } from "./migrations-apply.ts";
import { Drift, type Look, lookInside, refusal } from "./migrations-drift.ts";
import { problemsOf, withDatabase } from "./migrations-session.ts";

const File = z.strictObject({
  version: z.string().describe("The digits that the file's name begins with: the order."),
  name: z.string(),
  sha256: z.string().describe("Of the file's bytes, hex."),
});

const Inputs = z.object({
  projectRef: z.string().min(1).describe("The project's reference, 20 lower-case letters."),
  directory: z
    .string()
    .min(1)
    .default("supabase/migrations")
    .describe("Folder of the SQL files, from the program's folder."),
  databasePassword: z.string().min(1).describe("Password of the project's database. Write-only."),
  exposedSchemas: z
    .array(z.string().min(1))
    .default(["public"])
    .describe("Schemas that the Data API serves: their tables need row level security."),
  migrations: z.array(File).optional().describe("Every migration of the folder, in order."),
  tablesWithoutRls: z.array(z.string()).optional().describe("Tables in exposed schemas with row level security off."),
  drift: z.array(Drift).optional().describe("Differences between the live schema and what the migrations made of it."),
  driftUnchecked: z.string().optional().describe("Why `drift` could not be told, when it could not."),
});

const Outputs = z.object({
  applied: z.array(z.string()).describe("Versions that the database has, in order."),
  snapshot: z.string().describe("SHA-256 of the schema right after the last migration."),
});

type Declared = z.output<typeof Inputs>;

export const Migrations = resource<Supabase>()({
  token: "supabase:index/migrations:Migrations",
  description:
    "The schema of a project's database as a folder of SQL files, applied once each, in order, every one in a transaction of its own together with its record in the Supabase CLI's table. Forward only: deleting this resource leaves the schema as it is. A schema that was changed by hand is refused until it is adopted or reverted.",
  calls: ["GET /v1/projects/{ref}", "GET /v1/projects/{ref}/config/database/pooler"],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef"],
  secrets: ["databasePassword"],
  writeOnly: ["directory", "databasePassword", "exposedSchemas"],
  computed: ["migrations", "tablesWithoutRls", "drift", "driftUnchecked"],
  // Not `driftUnchecked`: it is a difference, so that a preview shows it and an up tries again, and fails.
  facts: ["tablesWithoutRls", "drift"],
  changing: ["applied", "snapshot"],
  importId: "<project ref>",
  parseId: (id) => (id.includes("/") ? undefined : { projectRef: id }),

  async check({ client }, inputs, old) {
    if (!knowsFolder(inputs)) return { inputs };
    const refuse = (reasons: readonly string[]) => {
      // Messages name files as the program does.
      const absolute = sourceDirectory(client.root, inputs.directory);
      const told = reasons.map((reason) => reason.replaceAll(absolute, inputs.directory));
      return { inputs, issues: told.map((reason) => ({ property: "directory", reason })) };
    };
    let read: Migration[];
    let tablesWithoutRls: string[];
    try {
      read = await readFolder(client, inputs.directory);
      tablesWithoutRls = await exposedTables(read, inputs, old);
    } catch (error) {
      return refuse(problemsOf(error));
    }
    const { facts, problems } = await look(client, inputs, old, read);
    if (problems.length > 0) return refuse(problems);
    return { inputs: { ...inputs, migrations: read.map(toFile), tablesWithoutRls, ...facts } };
  },

  refuse: ({ drift }) => refusal(drift ?? []),

  async create({ client, signal }, inputs) {
    return { id: inputs.projectRef, outputs: await apply(client, signal, inputs) };
  },

  /** Passes with drift and without a database: what a refresh must say about it, Check says. */
  async read({ client }, id, known) {
    const told = {
      inputs: { projectRef: id },
      outputs: { applied: known.applied ?? [], snapshot: known.snapshot ?? "" },
    };
    if (known.databasePassword === undefined) return (await stands(client, id)) ? told : undefined;
    const history = await appliedVersions(client, id, known.databasePassword);
    if (history === "gone") return undefined;
    if (history === "unreachable") return told;
    const lost = (known.migrations ?? []).some(({ version }) => !history.includes(version));
    return { ...told, outputs: { ...told.outputs, applied: history }, changed: lost ? ["migrations"] : [] };
  },

  update: ({ client, signal }, _id, inputs) => apply(client, signal, inputs),

  // Forward only: what is in the database stays there.
  delete: async () => undefined,
});

/** Parsing takes longer than hashing: while the files are the same, so is the answer. */
async function exposedTables(read: readonly Migration[], inputs: Declared, old: Partial<Declared>): Promise<string[]> {
  const same =
    fingerprint(read) === fingerprint(old.migrations ?? []) &&
    inputs.exposedSchemas.join() === old.exposedSchemas?.join();
  if (same && old.tablesWithoutRls !== undefined) return old.tablesWithoutRls;
  const { tablesWithoutRls } = await import("@groundplan/database/lint.ts");
  return tablesWithoutRls(read, inputs.exposedSchemas);
}

/** Field by field: what comes back from the engine has its keys in another order. */
const fingerprint = (files: readonly z.output<typeof File>[]): string =>
  files.map(({ version, name, sha256 }) => `${version} ${name} ${sha256}`).join("\n");

async function look(
  client: Supabase,
  inputs: Partial<Declared>,
  old: Partial<Declared>,
  read: readonly Migration[],
): Promise<Look> {
  // A project that does not exist yet cannot differ from anything.
  if (inputs.projectRef === undefined) return { facts: { drift: [] }, problems: [] };
  const passwords = [inputs.databasePassword, old.databasePassword].filter((one) => one !== undefined);
  return lookInside(client, inputs.projectRef, [...new Set(passwords)], read);
}

async function stands(client: Supabase, ref: string): Promise<boolean> {
  const { readProject } = await import("./project-facts.ts");
  return (await readProject(client, ref)) !== undefined;
}

async function appliedVersions(
  client: Supabase,
  ref: string,
  password: string,
): Promise<string[] | "gone" | "unreachable"> {
  const { readHistory } = await import("@groundplan/database/history.ts");
  if (!(await stands(client, ref))) return "gone";
  try {
    const history = await withDatabase(client, ref, password, readHistory);
    return history === undefined ? "unreachable" : history.map(({ version }) => version);
  } catch (error) {
    if (error instanceof VendorError) return "unreachable";
    throw error;
  }
}

const toFile = ({ version, name, sha256 }: Migration) => ({ version, name, sha256 });

/** In a preview Check gets only what is known already. */
const knowsFolder = (inputs: Partial<Declared>): boolean =>
  inputs.directory !== undefined && inputs.exposedSchemas !== undefined;
