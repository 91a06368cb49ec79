import { type Mutation, mutation, type Standing, settingsOf } from "../mutation.ts";
import { asObject, type Json, valueAt } from "../values.ts";

const path = ({ id }: Standing): string => `/v1/projects/${id}/config/auth`;

/** One flat object of about 230 keys. */
export const auth = settingsOf({
  read: async ({ call }, at) => asObject(await call("supabase", "GET", path(at))),
  write: ({ call }, at, changes) => call("supabase", "PATCH", path(at), changes),
});

/** Keys that the vendor takes together; told as one property, because a program declares them whole or not at all. */
export const group = (place: string, keys: Json, told: string, names = [place]): Mutation =>
  mutation(
    place,
    {
      read: async ({ call }, at) => valueAt(await call("supabase", "GET", path(at)), told) ?? null,
      change: async ({ call }, at) => {
        await call("supabase", "PATCH", path(at), keys);
      },
    },
    { names, may: [place] },
  );
