import { isDeepStrictEqual } from "node:util";
import { type Mutation, mutation, type Standing, settingsOf, type Table } from "../mutation.ts";
import {
  asObject,
  asObjects,
  between,
  flip,
  isObject,
  type Json,
  longer,
  type Other,
  oneMore,
  oneOf,
  valueAt,
} from "../values.ts";
import type { Vendors } from "../vendors.ts";
import { repositoryCall } from "./github-call.ts";

const path = ({ id }: Standing): string => `/rulesets/${id}`;
const read = async (vendors: Vendors, at: Standing): Promise<Json> =>
  asObject(await repositoryCall(vendors, at, "GET", path(at)));
const write = (vendors: Vendors, at: Standing, changes: Json): Promise<unknown> =>
  repositoryCall(vendors, at, "PUT", path(at), changes);
const ruleset = settingsOf({ read, write });

const rulesOf = async (vendors: Vendors, at: Standing): Promise<readonly Json[]> =>
  asObjects((await read(vendors, at))["rules"]);

/** A rule that is there or not. */
const rule = (name: string, type: string): Mutation =>
  mutation(`rules.${name}`, {
    read: async (vendors, at) => (await rulesOf(vendors, at)).some((one) => one["type"] === type),
    change: async (vendors, at, now) => {
      const rules = await rulesOf(vendors, at);
      const changed = now === true ? rules.filter((one) => one["type"] !== type) : [...rules, { type }];
      await write(vendors, at, { rules: changed });
    },
  });

/** One parameter of a rule that is there. */
const parameter = (place: string, type: string, name: string, other: Other): Mutation =>
  mutation(`rules.${place}`, {
    read: async (vendors, at) => {
      const found = (await rulesOf(vendors, at)).find((one) => one["type"] === type);
      return valueAt(found, `parameters.${name}`) ?? null;
    },
    change: async (vendors, at, now, random) => {
      const rules = (await rulesOf(vendors, at)).map((one) =>
        one["type"] === type && isObject(one["parameters"])
          ? { ...one, parameters: { ...one["parameters"], [name]: other(now, random) } }
          : one,
      );
      await write(vendors, at, { rules });
    },
  });

const bare = [
  rule("creation", "creation"),
  rule("deletion", "deletion"),
  rule("nonFastForward", "non_fast_forward"),
  rule("requiredLinearHistory", "required_linear_history"),
  rule("requiredSignatures", "required_signatures"),
];
const pullRequest = [
  parameter(
    "pullRequest.requiredApprovingReviewCount",
    "pull_request",
    "required_approving_review_count",
    between(0, 6),
  ),
  parameter("pullRequest.dismissStaleReviewsOnPush", "pull_request", "dismiss_stale_reviews_on_push", flip),
  parameter("pullRequest.requireCodeOwnerReview", "pull_request", "require_code_owner_review", flip),
  parameter("pullRequest.requireLastPushApproval", "pull_request", "require_last_push_approval", flip),
  parameter("pullRequest.requiredReviewThreadResolution", "pull_request", "required_review_thread_resolution", flip),
];
const checks = [
  parameter(
    "requiredStatusChecks.strictRequiredStatusChecksPolicy",
    "required_status_checks",
    "strict_required_status_checks_policy",
    flip,
  ),
  parameter(
    "requiredStatusChecks.requiredChecks",
    "required_status_checks",
    "required_status_checks",
    oneMore((context) => ({ context })),
  ),
];

/** The repository role "maintain", let past. */
const maintainers = { actor_id: 2, actor_type: "RepositoryRole", bypass_mode: "always" };

/** One more branch, or tag, that a ruleset is about. */
const another = (inputs: Json): Other =>
  oneMore((it) => `refs/${valueAt(inputs, "target") === "tag" ? "tags" : "heads"}/${it}`);

export const githubRuleset: Table = {
  mutations: ({ inputs }) => [
    ruleset("name", "name", longer),
    ruleset("enforcement", "enforcement", oneOf("active", "disabled")),
    ruleset("conditions.refName.includes", "conditions.ref_name.include", another(inputs)),
    ruleset("conditions.refName.excludes", "conditions.ref_name.exclude", another(inputs)),
    ruleset("bypassActors", "bypass_actors", (now) => (isDeepStrictEqual(now, []) ? [maintainers] : [])),
    ...bare,
    ...(valueAt(inputs, "target") === "tag" ? [rule("update", "update")] : []),
    ...(valueAt(inputs, "rules.pullRequest") === undefined ? [] : pullRequest),
    ...(valueAt(inputs, "rules.requiredStatusChecks") === undefined ? [] : checks),
  ],
  fixed: {
    repository: "part of its address",
    target: "its conditions and rules are valid for its own target only, so no other one is",
  },
};
