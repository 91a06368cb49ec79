import type { Hono } from "hono";
import { z } from "zod";
import { page } from "./page.ts";
import { notFound } from "./refusal.ts";
import { type Context, newId, type StoredUser } from "./state.ts";

/** Users and teams: people invite people, so both are seeded here and only read. */
export function peopleRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const team = ({ id, name }: { id: string; name: string }) => ({ id, type: "team", summary: name, name });

  app.get("/users", (c) =>
    c.json(
      page(
        c,
        "users",
        state.users,
        ({ name, email }) => [name, email],
        (user) => userView(user, context),
      ),
    ),
  );
  app.get("/users/:id", (c) => {
    const user = state.users.find(({ id }) => id === c.req.param("id"));
    if (!user) throw notFound();
    return c.json({ user: userView(user, context) });
  });
  app.get("/teams", (c) => c.json(page(c, "teams", state.teams, ({ name }) => [name], team)));
}

export const userView = ({ id, name, email }: StoredUser, { origin }: Context): object => ({
  id,
  type: "user",
  summary: name,
  self: `${origin}/users/${id}`,
  html_url: null,
  name,
  email,
  time_zone: "Etc/UTC",
  role: "user",
  invitation_sent: false,
});

/** People that a stack expects: `{ "users": [{ "email": "ops@acme.com", "name": "Ops" }], "teams": [{ "name": "Web" }] }`. */
const accountsSchema = z.strictObject({
  users: z
    .array(z.strictObject({ email: z.email(), name: z.string().optional(), id: z.string().optional() }))
    .default([]),
  teams: z.array(z.strictObject({ name: z.string(), id: z.string().optional() })).default([]),
});

export function seedPeople(context: Context, accounts: unknown): void {
  const { state } = context;
  const { users, teams } = accountsSchema.parse(accounts);
  for (const { id = newId(context), email, name = email } of users)
    if (!state.users.some((user) => user.email === email)) state.users.push({ id, email, name });
  for (const { id = newId(context), name } of teams)
    if (!state.teams.some((team) => team.name === name)) state.teams.push({ id, name });
}
