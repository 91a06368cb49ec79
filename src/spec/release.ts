import { z } from "zod";
import { stageOf } from "./environment.ts";
import { reasonSchema } from "./optout.ts";
import type { EnvironmentSettings } from "./settings.ts";

/** Every pipeline that a repository can have; each is one file under `.github/workflows`. */
const pipelineNames = [
  "ci",
  "preview",
  "infra-preview",
  "deploy-staging",
  "deploy-production",
  "rollback",
  "health-check",
  "security",
  "backup",
  "drift",
  "lighthouse",
  "eas-build",
] as const;
export type PipelineName = (typeof pipelineNames)[number];

export const scriptName = z
  .string()
  .regex(/^[a-z][a-z0-9:_-]*$/, "must be a script of package.json: lower-case letters, digits, ':', '_' and '-'");

/** An address inside an application. */
export const path = z.string().regex(/^\/[\w\-./~%?&=]*$/, "must be a path that starts with '/'");

/** `02:30`: an hour and minute in UTC, at which a nightly pipeline starts. */
export const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time of day in UTC such as 02:30");

const check = z
  .strictObject({
    // GitHub takes ids and names of jobs up to 100 characters.
    name: z.string().min(1).max(100).describe("what GitHub shows, and what a required check names"),
    script: scriptName.optional().describe("the script of package.json; the name when left out"),
    minutes: z.int().min(1).max(360).default(15).describe("minutes after which GitHub stops it, 1 to 360"),
    postgres: z.boolean().default(false).describe("whether it gets a Postgres of its own, as DATABASE_URL"),
    report: z.string().min(1).optional().describe("a folder that is kept when it is there, e.g. coverage"),
  })
  .refine(({ name, script }) => script !== undefined || scriptName.safeParse(name).success, {
    message: "its name is no script of package.json, so it must name one",
    path: ["script"],
  });

/** When the environment is deployed in which a release is tried. */
const trialRelease = z.strictObject({
  on: z
    .enum(["pullRequest", "main", "both"])
    .default("main")
    .describe("when it is deployed: for each pull request, on the default branch, or both"),
});

/** When and how the environment is deployed that customers use. */
const liveRelease = z.strictObject({
  on: z.enum(["main", "tag"]).default("main").describe("when it is deployed: on the default branch, or for a tag"),
  approval: z.boolean().default(true).describe("whether a person approves each deployment"),
  strategy: z
    .enum(["promote", "deploy"])
    .default("promote")
    .describe("build without the domain, test, then promote; or deploy at once"),
});

/** How a platform is released, as `src/platform.ts` writes it. */
export const releaseDefinition = z.strictObject({
  checks: z
    .array(check)
    .min(1)
    .optional()
    .describe("what every pull request runs, one job each; one for each required check when left out"),
  staging: trialRelease.prefault({}),
  production: liveRelease.prefault({}),
  health: z
    .strictObject({
      path: path.default("/api/health").describe("where an application tells its state"),
      everyMinutes: z
        .int()
        .min(5)
        .max(60)
        .refine((minutes) => 60 % minutes === 0, "must divide an hour")
        .default(5)
        .describe("minutes between checks; GitHub runs nothing more often than every 5"),
    })
    .prefault({}),
  smoke: z
    .array(
      z.strictObject({
        path,
        status: z.int().min(100).max(599).default(200),
        afterMigrations: z
          .boolean()
          .default(false)
          .describe("whether it reads what the release's own migrations bring: it is asked once they have run"),
      }),
    )
    .default([{ path: "/", status: 200, afterMigrations: false }])
    .describe("what a deployment must answer before anybody sees it"),
  e2e: scriptName.optional().describe("the script of package.json that tests a deployed address, given as BASE_URL"),
  notify: z
    .strictObject({ slack: z.string().min(1).describe("the secret with the incoming webhook") })
    .optional()
    .describe("who is told of deployments"),
  security: z
    .strictObject({
      codeScanning: z
        .boolean()
        .optional()
        .describe("CodeQL and dependency review; left out: in a public repository, a private one has to buy them"),
      languages: z
        .array(z.string().regex(/^[a-z-]+$/))
        .min(1)
        .default(["javascript-typescript"]),
      gitleaks: z
        .boolean()
        .default(false)
        .describe(
          "Gitleaks besides Trivy; its action wants a licence of organisations: gh variable set GITLEAKS_LICENSE",
        ),
      at: timeOfDay.default("05:17"),
    })
    .prefault({}),
  backups: z
    .strictObject({
      at: timeOfDay.default("02:47"),
      keepDays: z.int().min(1).max(90).default(30).describe("days that GitHub keeps a dump, 1 to 90"),
    })
    .prefault({}),
  drift: z.strictObject({ at: timeOfDay.default("04:07") }).prefault({}),
  state: z
    .enum(["pulumi-cloud", "own"])
    .default("pulumi-cloud")
    .describe("where jobs find the stacks' state: Pulumi Cloud, or PULUMI_BACKEND_URL with a passphrase of ours"),
  without: z
    .partialRecord(z.enum(pipelineNames), reasonSchema)
    .default({})
    .describe("pipelines that this platform does not want, each with its reason"),
});

export type ReleaseDefinition = z.output<typeof releaseDefinition>;

/** One job of `ci`. */
export interface CheckSpec extends Omit<z.output<typeof check>, "script" | "report"> {
  readonly script: string;
  readonly report: string | undefined;
}

/** How a platform is released. Stacks are named here, because every pipeline lives in one repository for all of them. */
export interface ReleaseSpec {
  /** The pipelines that the platform asks for: `ci` alone where its definition says nothing about releases. */
  readonly pipelines: readonly PipelineName[];
  readonly checks: readonly CheckSpec[];
  readonly staging: z.output<typeof trialRelease> & { readonly stack: string | undefined };
  readonly production: z.output<typeof liveRelease> & {
    readonly stack: string | undefined;
    /** The build that customers will get is made, held back and tried once the trial environment is well. */
    readonly triedBefore: boolean;
  };
  readonly health: ReleaseDefinition["health"];
  readonly smoke: ReleaseDefinition["smoke"];
  readonly e2e: string | undefined;
  readonly notify: ReleaseDefinition["notify"];
  readonly security: ReleaseDefinition["security"] & { readonly codeScanning: boolean };
  readonly backups: ReleaseDefinition["backups"];
  readonly drift: ReleaseDefinition["drift"];
  readonly state: ReleaseDefinition["state"];
}

/** Whether each pull request is deployed to the trial environment. */
export const deploysPullRequests = ({ on }: { readonly on: string }): boolean => on !== "main";
/** Whether the default branch is. */
export const deploysDefaultBranch = ({ on }: { readonly on: string }): boolean => on !== "pullRequest";

/** @param universe the settings of every stack of this universe, by stack name: which of them is which stage. */
export function releaseSpec(
  definition: ReleaseDefinition | undefined,
  { requiredChecks, visibility }: { readonly requiredChecks: readonly string[]; readonly visibility: string },
  universe: ReadonlyMap<string, EnvironmentSettings>,
): ReleaseSpec {
  const { without, checks, e2e, notify, ...rest } = definition ?? releaseDefinition.parse({});
  const at = (stage: "trial" | "live") => [...universe].find(([, { kind }]) => stageOf(kind) === stage);
  const [[trial, tried] = [], [live, lived] = []] = [at("trial"), at("live")];
  const wanted = pipelineNames.filter((name) => without[name] === undefined);
  return {
    ...rest,
    pipelines: definition === undefined ? ["ci"] : wanted,
    checks: (checks ?? requiredChecks.map((name) => check.parse({ name }))).map(({ script, report, ...one }) => ({
      ...one,
      script: script ?? one.name,
      report,
    })),
    staging: { ...rest.staging, stack: trial },
    production: {
      ...{ ...rest.production, stack: live },
      triedBefore:
        rest.production.strategy === "promote" &&
        deploysDefaultBranch(rest.staging) &&
        // One account: the trial environment's token reaches both projects.
        lived !== undefined &&
        tried?.owners.vercel === lived.owners.vercel,
    },
    e2e,
    notify,
    security: { ...rest.security, codeScanning: rest.security.codeScanning ?? visibility === "public" },
  };
}
