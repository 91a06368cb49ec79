import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Supabase, understood } from "./client.ts";
import { customHostname } from "./custom-hostname.ts";
import { Answer, hostnamePath, inForce, readHostname, verified } from "./hostname-facts.ts";
import { projectRef } from "./settings.ts";
import { waitFor } from "./wait.ts";

/** The vendor gives a certificate up to half an hour. */
const verifiedWithin = 35 * 60_000;
/** Ten looks a minute are allowed. */
const pause = 10_000;

export const CustomHostnameActivation = resource<Supabase>()({
  token: "supabase:index/customHostnameActivation:CustomHostnameActivation",
  description:
    "Puts a CustomHostname in force: waits until the vendor sees its DNS records and has a certificate, then activates it. Declare it after the records. Deleting does nothing: the name ends with its CustomHostname.",
  calls: [
    "GET /v1/projects/{ref}/custom-hostname",
    "POST /v1/projects/{ref}/custom-hostname/reverify",
    "POST /v1/projects/{ref}/custom-hostname/activate",
  ],
  inputs: z.object({ projectRef, customHostname }),
  outputs: z.object({ url: z.string().describe("Where the project's APIs are: https://<customHostname>") }),
  importId: "<project ref>",
  parseId: (id) => (id.includes("/") ? undefined : { projectRef: id }),

  // Nothing is made here that could be there twice, so there is no `find`, and each call may be repeated.
  async create({ client, signal }, { projectRef, customHostname }) {
    const post = async (rest: string) => {
      const answer = await client.http.send("POST", hostnamePath(projectRef, rest), { repeatable: true });
      return understood(Answer, answer.body);
    };
    const what = `the DNS records and the certificate of ${customHostname}`;
    const seen = await waitFor({ signal, what, within: verifiedWithin, pause }, async () => {
      const live = await post("/reverify");
      return verified.includes(live.status) ? live : undefined;
    });
    if (seen.status !== inForce) await post("/activate");
    return { id: projectRef, outputs: { url: `https://${customHostname}` } };
  },

  async read({ client }, id) {
    const live = await readHostname(client, id);
    if (live === undefined || live.status !== inForce) return undefined;
    const name = live.custom_hostname;
    return { inputs: { projectRef: id, customHostname: name }, outputs: { url: `https://${name}` } };
  },

  delete: async () => undefined,
});
