import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import type { Sentry } from "./client.ts";
import { asInputs } from "./order.ts";
import { place, projectPath, readPart, splitId } from "./project-part.ts";

/** The one filter that is a set of browsers; the others are on or off. */
const byBrowser = "legacy-browsers";

/** New names, then those that Sentry had before. */
const browsers = [
  "android",
  "chrome",
  "edge",
  "firefox",
  "ie",
  "opera",
  "opera_mini",
  "safari",
  "android_pre_4",
  "edge_pre_79",
  "ie10",
  "ie11",
  "ie9",
  "ie_pre_9",
  "opera_mini_pre_8",
  "opera_pre_15",
  "safari_pre_6",
] as const;

const inputs = z.strictObject({
  ...place,
  filterId: z
    .enum(["browser-extensions", "filtered-transaction", byBrowser, "localhost", "web-crawlers"])
    .describe("What is dropped on arrival."),
  active: z.boolean().default(true).describe(`Whether it is. \`${byBrowser}\` is off by no \`subfilters\` instead.`),
  subfilters: z
    .array(z.enum(browsers))
    .transform((all) => [...new Set(all)].toSorted())
    .default([])
    .describe(`Browsers whose old versions are dropped, for \`${byBrowser}\` alone; a set.`),
});

type Inputs = z.output<typeof inputs>;
const idParts = ["organization", "project", "filterId"] as const;

/** Sentry API: `GET projects/{org}/{project}/filters/`. */
const filterAnswer = z.array(z.object({ id: z.string(), active: z.union([z.boolean(), z.array(z.string())]) }));

export const sentryProjectInboundDataFilter = resource<Sentry>()({
  token: "sentry:index/sentryProjectInboundDataFilter:SentryProjectInboundDataFilter",
  description:
    "An inbound filter of a Sentry project. Every project has all of them: deleting it here switches it off.",
  calls: [
    "GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/filters/",
    "PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/filters/{filter_id}/",
  ],
  inputs,
  outputs: z.object({}),
  replaceOn: ["organization", "project", "filterId"],
  importId: "<organization slug>/<project slug>/<filter id>",

  parseId: (id) => splitId(id, idParts) && {},

  check: async (_, { filterId, active, subfilters }) => {
    if (filterId === byBrowser && active === false) {
      return { issues: [{ property: "active", reason: `does not go with ${byBrowser}: set subfilters to []` }] };
    }
    const misplaced = filterId !== undefined && filterId !== byBrowser && (subfilters ?? []).length > 0;
    return { issues: misplaced ? [{ property: "subfilters", reason: `belong to ${byBrowser} alone` }] : [] };
  },

  async create({ client }, wanted) {
    const { organization, project, filterId } = wanted;
    await client.http.send("PUT", pathOf(wanted, filterId), { body: bodyOf(wanted) });
    return { id: `${organization}/${project}/${filterId}`, outputs: {} };
  },

  async read(call, id) {
    const at = splitId(id, idParts);
    const filters = at && (await readPart(call, `${projectPath(at)}filters/`, filterAnswer));
    const active = filters?.find((one) => one.id === at?.filterId)?.active;
    if (at === undefined || active === undefined) return undefined;
    const told = Array.isArray(active) ? { active: true, subfilters: active } : { active, subfilters: [] };
    return { inputs: asInputs(inputs, { ...at, ...told }), outputs: {} };
  },

  async update({ client }, _id, wanted) {
    await client.http.send("PUT", pathOf(wanted, wanted.filterId), { body: bodyOf(wanted) });
    return {};
  },

  async delete({ client }, id) {
    const { filterId = "", ...at } = splitId(id, idParts) ?? { organization: "", project: "" };
    // A filter of a project that is gone, or has another slug by now, is nobody's.
    const body = filterId === byBrowser ? { subfilters: [] } : { active: false };
    await client.http.send("PUT", pathOf(at, filterId), { body, accept: [404, 302] });
  },
});

const pathOf = (at: Pick<Inputs, "organization" | "project">, filterId: string): string =>
  `${projectPath(at)}filters/${filterId}/`;

/** Sentry API: on or off by `active`, browsers by `subfilters`. */
const bodyOf = ({ filterId, active, subfilters }: Inputs) => (filterId === byBrowser ? { subfilters } : { active });
