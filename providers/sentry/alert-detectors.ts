import { VendorError } from "@groundplan/kit/errors.ts";
import type { Reading } from "@groundplan/kit/resource.ts";
import type { AlertInputs } from "./alert-inputs.ts";
import type { Workflow } from "./alert-workflow.ts";
import type { Sentry } from "./client.ts";
import { detectorsById, detectorsOf, projectsOf } from "./detector.ts";
import { asSet } from "./order.ts";

/** The built-in detector of a project whose issues are all of the project's. */
const everything = "issue_stream";

/** The monitors, and for each project the detector that it was born with. */
export async function detectorIds(
  call: Reading<Sentry>,
  { organization, monitorIds, projects }: AlertInputs,
): Promise<string[]> {
  const streams = await Promise.all(
    projects.map(async (project) => {
      const [stream] = (await detectorsOf(call, { organization, project }, everything)) ?? [];
      if (stream !== undefined) return stream.id;
      throw new VendorError(`${organization} has no project ${project}, or Sentry does not tell its issues.`, {
        fix: "name the slug of a project that is there, best as an output of SentryProject",
      });
    }),
  );
  return [...monitorIds, ...streams];
}

/** The reverse: which of the detectors are whole projects. */
export async function splitDetectors(
  call: Reading<Sentry>,
  organization: string,
  { detectorIds }: Workflow,
  known: Partial<AlertInputs>,
) {
  const ids = detectorIds ?? [];
  if ((known.projects ?? []).length === 0 && ids.every((id) => known.monitorIds?.includes(id)))
    return { monitorIds: ids, projects: [] };
  const detectors = await detectorsById(call, organization, asSet(ids));
  const streams = detectors.filter(({ type }) => type === everything);
  const slugs = streams.length === 0 ? [] : await projectsOf(call, organization);
  return {
    monitorIds: ids.filter((id) => !streams.some((one) => one.id === id)),
    projects: streams.map(({ projectId }) => slugs.find(({ id }) => id === projectId)?.slug ?? String(projectId)),
  };
}
