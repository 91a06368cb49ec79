import { VendorError } from "@groundplan/kit/errors.ts";
import { type Checked, type Known, type Reading, type Resource, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type PostHog, sharedList, understood } from "./client.ts";

/** The number of the project that an object stands in: an input of each. */
export const projectId = z.int().min(1).describe("Number of the project: `projectId` of a `Project`.");

/** Labels; their order means nothing. */
export const tags = z
  .array(z.string().min(1))
  .default([])
  .transform((all) => [...new Set(all)].toSorted())
  .describe("Labels, in any order.");

type Inputs = z.ZodObject<{ projectId: typeof projectId }>;
type Answer = z.ZodObject<{ id: z.ZodNumber | z.ZodString }>;

/** What sets one kind of a project's objects apart from the others. */
interface Kind<I extends Inputs, O extends z.ZodObject, A extends Answer> {
  readonly token: string;
  readonly description: string;
  readonly inputs: I;
  readonly outputs: O;
  readonly answer: A;
  /** PostHog API: some stand below `/api/projects/`, some below `/api/environments/`; the number is the same. */
  readonly path: `${"projects" | "environments"}/${string}`;
  /** PostHog API: what is deleted softly refuses DELETE, is marked by a PATCH, and can be brought back. */
  readonly deletion: "soft" | "hard";
  readonly replaceOn?: Resource<PostHog, I, O>["replaceOn"];
  readonly writeOnly?: Resource<PostHog, I, O>["writeOnly"];
  readonly secrets?: Resource<PostHog, I, O>["secrets"];
  /** PostHog API: its list tells as much of it as a read of it alone, so one call serves the reads of all siblings. */
  readonly listed?: true;
  /** Parameters of a list that holds no less than what `isSame` can mean. */
  listing?(inputs: z.output<I>): Readonly<Record<string, string>>;
  /** Whether an object of the same project is the one that these inputs declare. */
  isSame(found: z.output<A>, inputs: z.output<I>): boolean;
  check?(inputs: z.output<I>): Checked<I>;
  /** What is sent to make it, and to change it. */
  body(inputs: z.output<I>): Readonly<Record<string, unknown>>;
  /** What is sent instead to change it, where that depends on what is there. */
  change?(inputs: z.output<I>, actual: z.output<A>, old: Known<I, O>): Readonly<Record<string, unknown>>;
  /** More to say about a refused creation. */
  explain?(refused: VendorError, inputs: z.output<I>): VendorError | undefined;
  told(found: z.output<A>, project: number, known: Known<I, O>): Partial<z.output<I>>;
  outputsOf(found: z.output<A>): z.output<O>;
}

/** A resource for one kind of objects that stand in a project: `<project number>/<id>` names one of them. */
export function projectObject<I extends Inputs, O extends z.ZodObject, A extends Answer>(kind: Kind<I, O, A>) {
  const { path, answer, deletion, token, description, inputs, outputs, check } = kind;
  const [under, plural] = path.split("/");
  const listOf = (project: number) => `/api/${under}/${project}/${plural}/`;
  const pathOf = (id: string) => `/api/${under}/${id.split("/")[0]}/${plural}/${id.split("/")[1]}/`;
  const idOf = (project: number, found: z.output<A>) => `${project}/${found.id}`;
  const template = `/api/${under}/{project_id}/${plural}/`;

  async function get({ client }: Reading<PostHog>, id: string): Promise<z.output<A> | undefined> {
    const { status, body } = await client.http.send("GET", pathOf(id), { accept: [404] });
    const isDeleted = status === 404 || z.object({ deleted: z.literal(true) }).safeParse(body).success;
    return isDeleted ? undefined : understood(answer, body, `GET ${pathOf(id)}`);
  }

  async function among({ client }: Reading<PostHog>, id: string): Promise<z.output<A> | undefined> {
    const all = await sharedList(client.http, listOf(Number(id.split("/")[0])), answer).catch((error: unknown) => {
      if (error instanceof VendorError && error.status === 404) return []; // the project is gone, and all in it
      throw error;
    });
    return all.find((one) => String(one.id) === id.split("/")[1]);
  }

  return resource<PostHog>()<I, O>({
    ...{ token, description, inputs, outputs },
    calls: [
      ...["GET", "POST"].map((method) => `${method} ${template}`),
      ...["GET", "PATCH", ...(deletion === "hard" ? ["DELETE"] : [])].map((method) => `${method} ${template}{id}/`),
    ],
    replaceOn: kind.replaceOn ?? ["projectId"],
    ...(kind.writeOnly && { writeOnly: kind.writeOnly }),
    ...(kind.secrets && { secrets: kind.secrets }),
    importId: "<project number>/<id>",
    parseId: (id) => (/^\d+\/[\w-]+$/.test(id) ? {} : undefined),
    ...(check && { check: async (_, given) => check(given) }),

    async find({ client }, wanted) {
      const all = await sharedList(client.http, listOf(wanted.projectId), answer, kind.listing?.(wanted));
      const [found, another] = all.filter((one) => kind.isSame(one, wanted));
      if (another === undefined) return found && idOf(wanted.projectId, found);
      throw new VendorError(
        `The project has several that fit (${found?.id}, ${another.id}), so none of them is meant.`,
        {
          fix: "rename or delete all but one in PostHog",
        },
      );
    },

    async create(call, wanted) {
      const list = listOf(wanted.projectId);
      const { body } = await call.client.http
        .send("POST", list, { body: kind.body(wanted) })
        .catch((error: unknown) => {
          throw (error instanceof VendorError && kind.explain?.(error, wanted)) || error;
        });
      const made = understood(answer, body, `POST ${list}`);
      return { id: idOf(wanted.projectId, made), outputs: kind.outputsOf(made) };
    },

    async read(call, id, known) {
      // One that is not in the list may be gone, or newer than the list.
      const found = (kind.listed && (await among(call, id))) ?? (await get(call, id));
      if (found === undefined) return undefined;
      return { inputs: kind.told(found, Number(id.split("/")[0]), known), outputs: kind.outputsOf(found) };
    },

    async update(call, id, wanted, old) {
      const body = kind.change ? kind.change(wanted, await needed(call, id), old) : kind.body(wanted);
      // What was deleted softly since the last read is brought back.
      const revived = deletion === "soft" ? { deleted: false } : {};
      const answered = await call.client.http.send("PATCH", pathOf(id), { body: { ...body, ...revived } });
      return kind.outputsOf(understood(answer, answered.body, `PATCH ${pathOf(id)}`));
    },

    async delete({ client }, id) {
      if (deletion === "hard") await client.http.send("DELETE", pathOf(id), { accept: [404] });
      else await client.http.send("PATCH", pathOf(id), { body: { deleted: true }, accept: [404] });
    },
  });

  async function needed({ client }: Reading<PostHog>, id: string): Promise<z.output<A>> {
    const { body } = await client.http.send("GET", pathOf(id));
    return understood(answer, body, `GET ${pathOf(id)}`);
  }
}
