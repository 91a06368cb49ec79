import type { MobileBuild, MobileSpec } from "../../spec/mobile.ts";
import type { PlatformSpec } from "../../spec/platform.ts";
import { all, any, type Condition, equal, github, secret, text } from "../expression.ts";
import {
  type Concurrency,
  type EnvironmentName,
  environmentFor,
  environmentForPullRequests,
  type Job,
  job,
  newest,
} from "../job.ts";
import { checksOut } from "../permissions.ts";
import { action, script } from "../step.ts";
import { answerTo, dispatch } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";
import { prepared } from "./prepared.ts";
import { isOurs } from "./preview.ts";
import { type Target, target } from "./stages.ts";

/** A profile that is built of what was reviewed, and the stack in whose GitHub environment it is built. */
type Build = MobileBuild & { readonly at: Target };

/**
 * Builds of the mobile app, one job for each profile. What nobody has reviewed has a file of its own: it shares none with
 * what gets into production's environment.
 */
export function easBuild(spec: PlatformSpec): Workflow[] {
  const { mobile } = spec;
  return mobile === undefined ? [] : [...forPullRequests(spec, mobile), ...forTheRest(spec, mobile)];
}

function forPullRequests(spec: PlatformSpec, mobile: MobileSpec): Workflow[] {
  const { repository } = spec;
  const builds = mobile.builds.filter(({ on }) => on === "pullRequest");
  if (repository.previewEnvironment === undefined || builds.length === 0) return [];
  const environment = environmentForPullRequests(repository);
  return [
    {
      file: "eas-preview.yml",
      name: "Mobile preview",
      on: { pullRequest: { branches: [repository.defaultBranch] } },
      concurrency: newest,
      jobs: builds.map((build) => buildJob(spec, mobile, build, environment, isOurs())),
    },
  ];
}

function forTheRest(spec: PlatformSpec, mobile: MobileSpec): Workflow[] {
  const builds = mobile.builds.flatMap((build): Build[] => {
    const at = build.on === "pullRequest" ? undefined : target(spec, build.stack);
    return at === undefined ? [] : [{ ...build, at }];
  });
  if (builds.length === 0) return [];
  const options = builds.map(({ profile }) => profile);
  const asked = dispatch({ profile: { description: "the profile of eas.json", required: true, options } });
  const jobs = builds.map((build) => {
    const wanted = any(equal(answerTo(asked, "profile"), build.profile), ...pushed(build));
    return buildJob(spec, mobile, build, environmentFor(spec.repository, build.at.stack), wanted);
  });
  return [
    {
      file: "eas-build.yml",
      name: "Mobile build",
      on: { ...pushes(spec, builds), dispatch: asked },
      concurrency: newestOfKind,
      jobs,
    },
  ];
}

/** Tags are those that the builds' environments let in. */
function pushes({ repository }: PlatformSpec, builds: readonly Build[]): Pick<Workflow["on"], "push"> {
  const tagged = builds.filter(({ on }) => on === "tag").flatMap(({ at }) => at.environment.tags);
  const tags = tagged.length === 0 ? {} : { tags: [...new Set(tagged)] };
  if (builds.some(({ on }) => on === "main")) return { push: { branches: [repository.defaultBranch], ...tags } };
  return tags.tags === undefined ? {} : { push: tags };
}

/** A newer commit makes an older build needless, also one that waits for a person; what somebody asked for by hand goes on. */
const newestOfKind: Concurrency = {
  group: text`${github.workflow}-${github.ref}-${github.eventName}`,
  cancelInProgress: true,
};

const pushed = ({ on }: Build): Condition[] =>
  on === undefined
    ? []
    : [all(equal(github.eventName, "push"), equal(github.refType, on === "tag" ? "tag" : "branch"))];

/** EAS builds on machines of its own: the job only queues. */
const buildJob = (
  spec: PlatformSpec,
  mobile: MobileSpec,
  { profile, platform }: MobileBuild,
  environment: EnvironmentName,
  wanted: Condition,
): Job =>
  job({
    id: `build-${profile}`,
    name: `build ${profile}`,
    minutes: 15,
    permissions: checksOut,
    if: wanted,
    environment,
    steps: [
      ...prepared(spec, { cached: false }),
      // Its `token` would stand in the environment of every later step, and its cache is what another run put there.
      action("expo/expo-github-action", {
        "eas-version": mobile.easCli,
        packager: "npm",
        "eas-cache": false,
        "patch-watchers": false,
      }),
      script(
        mobile.script,
        { name: `queue ${profile} for ${platform}`, env: { EXPO_TOKEN: secret("EXPO_TOKEN") } },
        { profile, platform, "non-interactive": true, "no-wait": true },
      ),
    ],
  });
