import { VendorError } from "@groundplan/kit/errors.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, gone, path, type Supabase } from "./client.ts";
import { splitId } from "./ids.ts";
import { listCalls, listedProject } from "./organization-projects.ts";
import { regions } from "./project-catalogue.ts";
import { projectRef } from "./settings.ts";
import { waitFor } from "./wait.ts";

const Inputs = z.object({
  projectRef,
  region: z.enum(regions).describe("Where it runs; one in each region. Cannot change."),
});

const Outputs = z.object({
  identifier: z.string().describe("The vendor's name of this database."),
});

/** A base backup of a large database takes its time. */
const upWithin = 60 * 60_000;

export const ReadReplica = resource<Supabase>()({
  token: "supabase:index/readReplica:ReadReplica",
  description:
    "A read-only copy of a project's database in another region (from the compute size `small` on, with physical backups). The organisation's list of projects tells about it.",
  calls: [...listCalls, "POST /v1/projects/{ref}/read-replicas/setup", "POST /v1/projects/{ref}/read-replicas/remove"],
  inputs: Inputs,
  outputs: Outputs,
  importId: "<project ref>/<identifier>",
  parseId: (id) => {
    const place = splitId(id);
    return place && { projectRef: place.projectRef };
  },

  async find({ client }, { projectRef, region }) {
    const there = (await replicas(client, projectRef)).find((one) => one.region === region);
    return there && `${projectRef}/${there.identifier}`;
  },

  async create({ client, signal, created }, { projectRef, region }) {
    await client.http.send("POST", path(projectRef, "/read-replicas/setup"), {
      body: { read_replica_region: region },
    });
    // The answer names nothing: the replica of this region is ours, there was none before.
    const what = `the read replica of Supabase project ${projectRef} in ${region} to be up`;
    const { identifier } = await waitFor({ signal, what, within: upWithin }, async () => {
      const one = (await replicas(client, projectRef)).find((one) => one.region === region);
      if (one === undefined) return undefined;
      created(`${projectRef}/${one.identifier}`);
      if (one.status.endsWith("FAILED")) throw failed(projectRef, region, one.status);
      return one.status === "ACTIVE_HEALTHY" ? one : undefined;
    });
    return { id: `${projectRef}/${identifier}`, outputs: { identifier } };
  },

  async read({ client }, id) {
    const place = splitId(id);
    const live = place && (await replicas(client, place.projectRef)).find(({ identifier }) => identifier === place.id);
    if (place === undefined || live === undefined) return undefined;
    return {
      inputs: defined({
        projectRef: place.projectRef,
        region: Inputs.shape.region.safeParse(live.region).data,
      }),
      outputs: { identifier: live.identifier },
    };
  },

  async delete({ client, signal }, id) {
    const place = splitId(id);
    if (place === undefined) return;
    const body = { database_identifier: place.id };
    await client.http.send("POST", path(place.projectRef, "/read-replicas/remove"), {
      body,
      repeatable: true,
      accept: gone,
    });
    const what = `the read replica ${place.id} to be gone`;
    await waitFor({ signal, what, within: upWithin }, async () => {
      const left = await replicas(client, place.projectRef);
      return left.some(({ identifier }) => identifier === place.id) ? undefined : true;
    });
  },
});

/** The project's replicas that are not going; none when the project is gone. */
async function replicas(client: Supabase, ref: string) {
  const listed = await listedProject(client, ref, ref);
  return (listed?.databases ?? []).filter(
    ({ type, status }) => type === "READ_REPLICA" && !["GOING_DOWN", "REMOVED"].includes(status),
  );
}

const failed = (ref: string, region: string, status: string): VendorError =>
  new VendorError(`The read replica of Supabase project ${ref} in ${region} is ${status}.`, {
    fix: `look at https://supabase.com/dashboard/project/${ref}/settings/infrastructure; delete it, then run again`,
  });
