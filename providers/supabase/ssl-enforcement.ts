import { z } from "zod";
import { found, gone, path } from "./client.ts";
import { projectRef, projectSettings } from "./settings.ts";
import { waitFor } from "./wait.ts";

const Live = z.object({ currentConfig: z.object({ database: z.boolean() }), appliedSuccessfully: z.boolean() });

const at = "/ssl-enforcement";

/** The database restarts for it. */
const appliedWithin = 10 * 60_000;

export const SslEnforcement = projectSettings({
  token: "sslEnforcement:SslEnforcement",
  description:
    "Whether a project's database refuses connections without TLS. Creating and updating wait until it is in force; the database restarts for it. Deleting allows connections without TLS again, as the vendor has it.",
  calls: ["GET /v1/projects/{ref}/ssl-enforcement", "PUT /v1/projects/{ref}/ssl-enforcement"],
  inputs: z.object({
    projectRef,
    database: z.boolean().describe("Refuse connections without TLS. A new project does not."),
  }),
  at,
  live: Live,
  told: ({ currentConfig }) => ({ database: currentConfig.database }),

  async write({ client, signal }, ref, { database }) {
    await client.http.send("PUT", path(ref, at), { body: { requestedConfig: { database } } });
    const what = `TLS enforcement of Supabase project ${ref} to be in force`;
    await waitFor({ signal, what, within: appliedWithin }, async () => {
      const live = found(Live, await client.http.send("GET", path(ref, at)));
      return live?.appliedSuccessfully === true && live.currentConfig.database === database ? true : undefined;
    });
  },

  async reset({ client }, ref) {
    await client.http.send("PUT", path(ref, at), { body: { requestedConfig: { database: false } }, accept: gone });
  },
});
