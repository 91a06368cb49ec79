import { z } from "zod";
import { type ReleaseSpec, scriptName } from "./release.ts";

const profile = z
  .strictObject({
    on: z
      .enum(["pullRequest", "main", "tag"])
      .optional()
      .describe("when it is built: for each pull request, on the default branch, for a tag; by hand when left out"),
    platform: z.enum(["ios", "android", "all"]).default("all").describe("for which phones: ios, android or all"),
    stage: z
      .enum(["trial", "live"])
      .default("trial")
      .describe("whose GitHub environment lets the job in: where releases are tried, or what customers use"),
  })
  .refine(({ on, stage }) => on !== "pullRequest" || stage === "trial", {
    message: "must be trial: what nobody has reviewed gets no keys of what customers use",
    path: ["stage"],
  });

/** An Expo app that EAS builds, as `src/platform.ts` writes it. */
export const mobileDefinition = z.strictObject({
  root: z
    .string()
    .regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/, "must be a folder inside the repository")
    .describe("the Expo app's folder, where its eas.json is, e.g. apps/mobile"),
  script: scriptName.default("mobile:build").describe("the script of package.json that runs `eas build` there"),
  easCli: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, "must be one release such as 24.8.0: the newest one would get the token unseen")
    .describe("the release of eas-cli that jobs install"),
  profiles: z
    .record(
      z.string().regex(/^[A-Za-z][\w-]{0,49}$/, "must be letters, digits, '-' and '_', a letter first, at most 50"),
      profile,
    )
    .refine((profiles) => Object.keys(profiles).length > 0, "must name a profile")
    .describe("the profiles of eas.json that are built, by name"),
});

/** One profile of eas.json, and when it is built. */
export interface MobileBuild {
  readonly profile: string;
  readonly on: "pullRequest" | "main" | "tag" | undefined;
  readonly platform: "ios" | "android" | "all";
  /** In whose GitHub environment; undefined: no stack is for that. */
  readonly stack: string | undefined;
}

export interface MobileSpec extends Pick<z.output<typeof mobileDefinition>, "root" | "script" | "easCli"> {
  readonly builds: readonly MobileBuild[];
}

export const mobileSpec = (
  { profiles, ...shared }: z.output<typeof mobileDefinition>,
  release: ReleaseSpec,
): MobileSpec => ({
  ...shared,
  builds: Object.entries(profiles).map(([name, { on, platform, stage }]) => ({
    ...{ profile: name, on, platform },
    stack: (stage === "live" ? release.production : release.staging).stack,
  })),
});
