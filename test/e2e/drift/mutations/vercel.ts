import type { UpdateProjectRequestBody } from "@vercel/sdk/models/updateprojectdefinitions.js";
import { type Mutation, mutation, type Standing, settingsOf, type Table } from "../mutation.ts";
import {
  asObject,
  asObjects,
  between,
  exactly,
  flip,
  type Json,
  longer,
  type Other,
  oneOf,
  valueAt,
  word,
} from "../values.ts";
import type { Vendors } from "../vendors.ts";

/** `<project id>` or `<project id>/<part>`. */
const projectOf = ({ id }: Standing): string => id.split("/")[0] ?? id;
const partOf = ({ id }: Standing): string => id.split("/")[1] ?? "";
/** Whose project it is: without its team Vercel looks in the token owner's own account. */
const scope = ({ provider }: Standing): { teamId: string } => ({ teamId: String(provider["team"]) });
const path = (at: Standing, rest = ""): string => `/v9/projects/${projectOf(at)}${rest}?teamId=${scope(at).teamId}`;
/** What the SDK wants to know of a resource. */
const where = (at: Standing) => ({ ...scope(at), idOrName: projectOf(at) });

/** Keys of `PATCH /v9/projects/{idOrName}` that Vercel's SDK leaves out. */
const notInSdk = ["gitComments", "gitProviderOptions", "productionDeploymentsFastLane"];

const setting = settingsOf({
  read: async ({ call }, at) => asObject(await call("vercel", "GET", path(at))),
  write: async ({ call, vercel }, at, changes) => {
    if (Object.keys(changes).some((key) => notInSdk.includes(key))) return call("vercel", "PATCH", path(at), changes);
    return vercel.projects.updateProject({ ...where(at), requestBody: changes as UpdateProjectRequestBody });
  },
});

const protection = ["all", "preview", "prod_deployment_urls_and_all_previews", "all_except_custom_domains"];
/** On where it is off; off where it is on. */
const toggled =
  (on: unknown): Other =>
  (now) =>
    now === null ? on : null;

const projectSettings: readonly Mutation[] = [
  setting("name", "name", longer),
  setting("framework", "framework", oneOf("nextjs", "astro", "remix", "vite")),
  setting(
    "buildCommand",
    "buildCommand",
    word((it) => `npm run ${it}`),
  ),
  setting(
    "devCommand",
    "devCommand",
    word((it) => `npm run ${it}`),
  ),
  setting(
    "installCommand",
    "installCommand",
    word((it) => `npm ci --cache ${it}`),
  ),
  setting("outputDirectory", "outputDirectory", word()),
  setting(
    "ignoreCommand",
    "commandForIgnoringBuildStep",
    word((it) => `git diff --quiet ${it}`),
  ),
  setting(
    "rootDirectory",
    "rootDirectory",
    word((it) => `apps/${it}`),
  ),
  setting("nodeVersion", "nodeVersion", oneOf("24.x", "22.x", "20.x")),
  setting("resourceConfig.fluid", "resourceConfig.fluid", flip),
  setting(
    "resourceConfig.functionDefaultCpuType",
    "resourceConfig.functionDefaultMemoryType",
    oneOf("standard", "performance"),
  ),
  setting(
    "resourceConfig.functionDefaultRegions",
    "resourceConfig.functionDefaultRegions",
    oneOf(["iad1"], ["cdg1"], ["fra1", "lhr1"]),
  ),
  setting("resourceConfig.functionDefaultTimeout", "resourceConfig.functionDefaultTimeout", between(1, 900)),
  setting("functionFailover", "resourceConfig.functionZeroConfigFailover", flip, { absent: false }),
  setting("onDemandConcurrentBuilds", "resourceConfig.elasticConcurrencyEnabled", flip, { absent: false }),
  setting("buildMachineType", "resourceConfig.buildMachineType", oneOf("standard", "enhanced", "turbo"), {
    absent: "standard",
  }),
  setting("buildMachineType", "resourceConfig.buildMachineSelection", oneOf("elastic", "fixed"), { absent: "fixed" }),
  setting("vercelAuthentication.deploymentType", "ssoProtection.deploymentType", oneOf(...protection)),
  setting("vercelAuthentication.deploymentType", "ssoProtection", toggled({ deploymentType: "preview" })),
  setting("passwordProtection", "passwordProtection", toggled({ deploymentType: "preview", password: "drift-4711" })),
  setting(
    "trustedIps",
    "trustedIps",
    toggled({ deploymentType: "all", protectionMode: "exclusive", addresses: [{ value: "192.0.2.7" }] }),
  ),
  setting("optionsAllowlist", "optionsAllowlist", toggled({ paths: [{ value: "/drift" }] })),
  setting("oidcTokenConfig.enabled", "oidcTokenConfig.enabled", flip),
  setting("oidcTokenConfig.issuerMode", "oidcTokenConfig.issuerMode", oneOf("team", "global")),
  setting("autoAssignCustomDomains", "autoAssignCustomDomains", flip),
  setting("automaticallyExposeSystemEnvironmentVariables", "autoExposeSystemEnvs", flip),
  setting("gitForkProtection", "gitForkProtection", flip),
  setting("gitLfs", "gitLFS", flip),
  setting("gitComments.onPullRequest", "gitComments.onPullRequest", flip),
  setting("gitComments.onCommit", "gitComments.onCommit", flip),
  setting("gitProviderOptions.createDeployments", "gitProviderOptions.createDeployments", oneOf("enabled", "disabled")),
  setting("gitProviderOptions.repositoryDispatchEvents", "gitProviderOptions.disableRepositoryDispatchEvents", flip, {
    absent: false,
  }),
  setting("gitProviderOptions.requireVerifiedCommits", "gitProviderOptions.requireVerifiedCommits", flip, {
    absent: false,
  }),
  setting("gitProviderOptions.gitCommitStatus", "gitProviderOptions.gitCommitStatus", flip, { absent: true }),
  setting(
    "gitProviderOptions.consolidatedGitCommitStatus.enabled",
    "gitProviderOptions.consolidatedGitCommitStatus.enabled",
    flip,
    { absent: false },
  ),
  setting(
    "gitProviderOptions.consolidatedGitCommitStatus.propagateFailures",
    "gitProviderOptions.consolidatedGitCommitStatus.propagateFailures",
    flip,
    { absent: false },
  ),
  setting("enablePreviewFeedback", "enablePreviewFeedback", flip),
  setting("enableProductionFeedback", "enableProductionFeedback", flip),
  setting("previewDeploymentsDisabled", "previewDeploymentsDisabled", flip, { absent: false }),
  setting(
    "previewDeploymentSuffix",
    "previewDeploymentSuffix",
    word((it) => `${it}.example.com`),
  ),
  setting("prioritiseProductionBuilds", "productionDeploymentsFastLane", flip, { absent: false }),
  setting("directoryListing", "directoryListing", flip),
  setting("skewProtection", "skewProtectionMaxAge", oneOf(1800, 14_400, 43_200, 86_400, 604_800), { absent: 0 }),
  setting("protectedSourcemaps", "protectedSourcemaps", flip, { absent: false }),
  setting("customerSuccessCodeVisibility", "customerSupportCodeVisibility", flip, { absent: false }),
  setting("enableAffectedProjectsDeployments", "enableAffectedProjectsDeployments", flip, { absent: false }),
];

/** Vercel REST: a repository is connected and disconnected, never changed. */
const repository = mutation("gitRepository", {
  read: async ({ call }, at) => {
    const link = valueAt(await call("vercel", "GET", path(at)), "link");
    return link === undefined ? null : [valueAt(link, "type"), valueAt(link, "org"), valueAt(link, "repo")];
  },
  change: async ({ call }, at, now) => {
    if (now === null) await call("vercel", "POST", path(at, "/link"), { type: "github", repo: "acme/drift" });
    else await call("vercel", "DELETE", path(at, "/link"));
  },
});

export const vercelProject: Table = {
  mutations: () => [...projectSettings, repository],
  seenBy: { "passwordProtection.password": "nothing: Vercel never tells it" },
};

const variable = settingsOf({
  read: async ({ vercel }, at) => {
    const { envs } = asObject(await vercel.projects.filterProjectEnvs({ ...where(at), decrypt: "true" }));
    const all = asObjects(envs);
    // By its key where it was made anew since: that has another id.
    const found = all.find(({ id }) => id === partOf(at)) ?? all.find(({ key }) => key === at.inputs["key"]);
    const sorted = (name: string) => [found?.[name] ?? []].flat().toSorted();
    return { ...found, target: sorted("target"), customEnvironmentIds: sorted("customEnvironmentIds") };
  },
  write: ({ vercel }, at, requestBody) => vercel.projects.editProjectEnv({ ...where(at), id: partOf(at), requestBody }),
});

/** A custom environment to point at; made once a project. */
async function customEnvironment({ call }: Vendors, at: Standing): Promise<string> {
  const place = path(at, "/custom-environments");
  const slug = "drift";
  const all = asObjects(asObject(await call("vercel", "GET", place)).environments);
  const found = all.find((one) => one.slug === slug) ?? asObject(await call("vercel", "POST", place, { slug }));
  return String(found.id);
}

const inCustomEnvironment = mutation("customEnvironmentIds", {
  read: variable("customEnvironmentIds", "customEnvironmentIds", flip).read,
  change: async (vendors, at) => {
    const customEnvironmentIds = [await customEnvironment(vendors, at)];
    await vendors.vercel.projects.editProjectEnv({
      ...{ ...where(at), id: partOf(at) },
      requestBody: { customEnvironmentIds },
    });
  },
});

export const vercelVariable: Table = {
  mutations: ({ inputs }) => [
    variable(
      "key",
      "key",
      word((it) => it.toUpperCase().replace("-", "_")),
    ),
    inputs["sensitive"] === true
      ? // A later time of change means a new value only while nothing else of the variable changed.
        variable("value", "updatedAt", exactly(undefined), {
          proof: "rewritten",
          alone: true,
          along: { value: "drift" },
        })
      : variable("value", "value", word()),
    // There is no way back from a sensitive variable, and it cannot be one of development's.
    ...(inputs["sensitive"] === true ? [] : [variable("sensitive", "type", exactly("sensitive"), { alone: true })]),
    variable("targets", "target", oneOf(["preview"], ["production"], ["preview", "production"])),
    inCustomEnvironment,
    variable("gitBranch", "gitBranch", word(), {
      along: { target: ["preview"] },
      may: ["targets"],
    }),
    variable("comment", "comment", word(), { absent: "" }),
  ],
  seenBy: { value: "the value itself where Vercel decrypts it, else updatedAt" },
};

const domainPath = (at: Standing): string => path(at, `/domains/${partOf(at)}`);
/** By plain HTTP: the SDK knows no `customEnvironmentId` of a domain. */
const domain = settingsOf({
  read: async ({ call }, at) => asObject(await call("vercel", "GET", domainPath(at))),
  write: ({ call }, at, changes) => call("vercel", "PATCH", domainPath(at), changes),
});

/** Another use of a domain: it serves production, a branch, an environment, or redirects, and no two of them. */
const use = (name: string, make: (vendors: Vendors, at: Standing) => Promise<Json>, names = [name]): Mutation =>
  mutation(
    name,
    {
      read: domain(name, name, flip).read,
      change: async (vendors, at) => {
        await vendors.call("vercel", "PATCH", domainPath(at), await make(vendors, at));
      },
    },
    { names, alone: true },
  );

/** Another domain of the project, as the target of a redirect. */
async function elsewhere({ vercel }: Vendors, at: Standing): Promise<string> {
  const name = `drift.${partOf(at)}`;
  const { domains } = asObject(await vercel.projects.getProjectDomains(where(at)));
  if (asObjects(domains).some((one) => one["name"] === name)) return name;
  await vercel.projects.addProjectDomain({ ...where(at), requestBody: { name } });
  return name;
}

const redirecting: Mutation[] = [
  domain("redirectStatusCode", "redirectStatusCode", oneOf(301, 302, 307, 308)),
  use("redirect", async () => ({ redirect: null }), ["redirect", "redirectStatusCode"]),
];
const serving: Mutation[] = [
  use("gitBranch", async () => ({ gitBranch: "drift" })),
  use("customEnvironmentId", async (vendors, at) => ({ customEnvironmentId: await customEnvironment(vendors, at) })),
  use("redirect", async (vendors, at) => ({ redirect: await elsewhere(vendors, at), redirectStatusCode: 308 }), [
    "redirect",
    "redirectStatusCode",
  ]),
  use(
    "redirectStatusCode",
    async (vendors, at) => ({ redirect: await elsewhere(vendors, at), redirectStatusCode: 301 }),
    ["redirectStatusCode", "redirect"],
  ),
];

export const vercelDomain: Table = {
  mutations: ({ inputs }) => (inputs["redirect"] === undefined ? serving : redirecting),
  fixed: { waitForReady: "how long we wait: no setting of Vercel's" },
};
