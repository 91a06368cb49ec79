import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { invalidBody, notFound, refuse } from "./refusal.ts";
import { projectOf } from "./scope.ts";
import { type Context, newUuid, nextId, type StoredThing, type ThingKind } from "./state.ts";

type Fields = Record<string, unknown>;

/** What sets one kind of a project's objects apart; the routes are the same for all. */
export interface Kind {
  /** Its name in the path and in the state. */
  readonly name: ThingKind;
  readonly ids: "number" | "uuid";
  /** PostHog: what is deleted softly refuses DELETE and stays, marked, under its id. */
  readonly deletion: "soft" | "hard";
  /** Whether a GET by id still answers with what is marked as deleted. */
  readonly showsDeleted?: boolean;
  /** What may be sent; the rest is ignored, as Django REST framework does. */
  readonly schema: z.ZodObject;
  readonly required: readonly string[];
  /** What a new one has where nothing was sent. */
  readonly initial: Fields;
  /** Throws for what the schema cannot refuse: conflicts, references to what is not there. */
  check?(thing: StoredThing, context: Context, isNew: boolean): void;
  /** The server's own additions to what was sent. */
  settle?(thing: StoredThing, context: Context): void;
  /** The object as the API shows it. */
  view(thing: StoredThing, context: Context): Fields;
}

/** The routes of one kind, below its project and, as the same objects, below its environment. */
export function thingRoutes(app: Hono, context: Context, kind: Kind): void {
  const partial = kind.schema.partial();
  const required = Object.entries(kind.schema.shape).filter(([name]) => kind.required.includes(name));
  const createSchema = partial.extend(Object.fromEntries(required));
  const changeSchema = partial.extend(kind.deletion === "soft" ? { deleted: z.boolean().optional() } : {});
  const all = () => thingsOf(kind.name, context);

  for (const under of ["projects", "environments"]) {
    const list = `/api/${under}/:project/${kind.name}/`;

    app.get(list, (c) => {
      const { id } = projectOf(c, context);
      const search = (c.req.query("search") ?? "").toLowerCase();
      const found = all().filter(
        (thing) =>
          thing.project === id && !thing.deleted && JSON.stringify(namesOf(thing)).toLowerCase().includes(search),
      );
      return c.json(
        page(
          c,
          found.map((thing) => kind.view(thing, context)),
          context,
        ),
      );
    });

    app.post(list, async (c) => {
      const { id } = projectOf(c, context);
      const body: Fields = await readBody(c, createSchema, invalidBody);
      const thing: StoredThing = {
        id: kind.ids === "number" ? nextId(context) : newUuid(context),
        project: id,
        deleted: false,
        created_at: context.now().toISOString(),
        version: 1,
        fields: { ...structuredClone(kind.initial), ...body },
      };
      kind.check?.(thing, context, true);
      kind.settle?.(thing, context);
      all().push(thing);
      context.changed();
      return c.json(kind.view(thing, context), 201);
    });

    app.get(`${list}:id/`, (c) => {
      const thing = thingOf(c);
      if (thing.deleted && kind.showsDeleted !== true) throw notFound();
      return c.json(kind.view(thing, context));
    });

    app.patch(`${list}:id/`, async (c) => {
      const thing = thingOf(c);
      const { deleted, ...body } = (await readBody(c, changeSchema, invalidBody)) as Fields;
      const changed: StoredThing = {
        ...thing,
        fields: { ...thing.fields, ...body },
        deleted: typeof deleted === "boolean" ? deleted : thing.deleted,
        version: thing.version + 1,
      };
      kind.check?.(changed, context, false);
      kind.settle?.(changed, context);
      Object.assign(thing, changed);
      context.changed();
      return c.json(kind.view(thing, context));
    });

    app.delete(`${list}:id/`, (c) => {
      const thing = thingOf(c);
      if (kind.deletion === "soft") throw refuse(405, 'Method "DELETE" not allowed.');
      context.state.things[kind.name] = all().filter((other) => other !== thing);
      context.changed();
      return c.body(null, 204);
    });
  }

  function thingOf(c: Call): StoredThing {
    const project = projectOf(c, context);
    const found = all().find((thing) => thing.project === project.id && String(thing.id) === c.req.param("id"));
    if (found === undefined) throw notFound();
    return found;
  }
}

/** What `?search=` looks into. */
const namesOf = ({ fields }: StoredThing): unknown[] => [fields["name"], fields["key"]];

/** Fields that every kind shows. */
export const commonView = ({ id, deleted, created_at, version, fields }: StoredThing, { state }: Context): Fields => ({
  ...fields,
  ...{ id, deleted, created_at, version },
  created_by: { id: state.user.id, uuid: state.user.uuid, email: state.user.email, first_name: state.user.first_name },
});

/** All of a kind, deleted ones too. */
export function thingsOf(kind: ThingKind, { state }: Context): StoredThing[] {
  state.things[kind] ??= [];
  return state.things[kind];
}

/** Those of a kind that are there, of the same project. */
export const siblings = (kind: ThingKind, { project }: StoredThing, context: Context): StoredThing[] =>
  thingsOf(kind, context).filter((thing) => thing.project === project && !thing.deleted);
