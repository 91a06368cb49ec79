import { UnknownOutcome } from "@groundplan/kit/errors.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";

/** A release: one version of some projects. */
export interface Release {
  /** Up to 200 characters, e.g. `web@1.4.2` or a commit. */
  readonly version: string;
  /** Slugs, at least one. */
  readonly projects: readonly string[];
  /** The commits that it is made of, for suspect commits; each repository must be linked in Sentry. */
  readonly refs?: readonly { readonly repository: string; readonly commit: string; readonly previousCommit?: string }[];
  /** Where a person reads about it. */
  readonly url?: string;
}

/** Where a release went. */
export interface Deploy {
  readonly environment: string;
  /** By which it is found again: one deploy of a name to an environment of a release. */
  readonly name: string;
  readonly url?: string;
  readonly dateStarted?: Date;
  readonly dateFinished?: Date;
  /** Slugs. Left out: all projects of the release. */
  readonly projects?: readonly string[];
}

const releaseAnswer = z.object({ version: z.string(), dateReleased: z.string().nullish() });
const deployAnswer = z.object({ id: z.string(), environment: z.string(), name: z.string().nullish() });

/**
 * Makes a release known, or adds to one that is known.
 * @returns whether it is new
 * @throws VendorError for an unknown project (400), an unlinked repository (400), a version that Sentry does not take (400)
 */
export async function createRelease({ http }: Sentry, organization: string, release: Release): Promise<boolean> {
  const path = `/organizations/${organization}/releases/`;
  // Sentry API: 201 for a new one, 208 for a known one, so it may be sent again.
  const answer = await http.send("POST", path, { body: release, repeatable: true });
  understood(releaseAnswer, answer.body, `POST ${path}`);
  return answer.status === 201;
}

/** Says when a release went out. @throws VendorError when there is none of this version (404) */
export async function finishRelease({ http }: Sentry, organization: string, version: string, at: Date): Promise<void> {
  const path = pathOf(organization, version);
  const { body } = await http.send("PUT", path, { body: { dateReleased: at.toISOString() } });
  understood(releaseAnswer, body, `PUT ${path}`);
}

/**
 * Tells Sentry of a deploy, once: one of the same name to the same environment is not told again, also when the answer
 * was lost.
 * @returns the deploy's id
 * @throws VendorError when there is no such release (404) or a project is not of it (400)
 */
export async function recordDeploy(
  client: Sentry,
  organization: string,
  version: string,
  { dateStarted, dateFinished, ...deploy }: Deploy,
): Promise<string> {
  const path = `${pathOf(organization, version)}deploys/`;
  const find = async () =>
    (await sharedList(client.http, path, deployAnswer))?.find(
      ({ name, environment }) => name === deploy.name && environment === deploy.environment,
    )?.id;
  const known = await find();
  if (known !== undefined) return known;
  const body = { ...deploy, dateStarted: dateStarted?.toISOString(), dateFinished: dateFinished?.toISOString() };
  try {
    const answer = await client.http.send("POST", path, { body });
    return understood(deployAnswer, answer.body, `POST ${path}`).id;
  } catch (error) {
    const made = error instanceof UnknownOutcome ? await find() : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** Sentry API: a version may hold `/` and `@`. */
const pathOf = (organization: string, version: string): string =>
  `/organizations/${organization}/releases/${encodeURIComponent(version)}/`;
