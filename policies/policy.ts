import {
  type Policies,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  UnknownValueError,
} from "@pulumi/policy";
import { exemptionFor, exemptionsOf, refuseMalformed } from "./exempt.ts";
import type { Exemption } from "./exemptions.ts";
import { stackOf } from "./facts.ts";
import {
  type Finding,
  type Resource,
  type ResourceRule,
  type Rule,
  type StackRule,
  sentences,
  type Verdict,
} from "./rule.ts";
import { Run } from "./run.ts";
import { type Fields, unknown, type Value } from "./values.ts";

/**
 * The rules as Pulumi policies. Resource rules are mandatory and see inputs, so they stop a run before anything is
 * touched; a finding that an exemption names is let pass, a rule that throws is a violation.
 * @throws Error when an exemption is not well formed.
 */
export function policiesOf(rules: readonly Rule[], exemptions: readonly Exemption[]): Policies {
  const names = rules.map(({ name }) => name);
  refuseMalformed(exemptions, names);
  const runs = new Map<string, Run>();
  const runOf = (urn: string): Run => {
    const { name, project } = stackOf(urn);
    const key = `${name}::${project}`;
    const run = runs.get(key) ?? new Run(urn, exemptionsOf(exemptions, urn));
    runs.set(key, run);
    return run;
  };
  return rules.map((rule) => ("judge" in rule ? resourcePolicy(rule, runOf, exemptions) : stackPolicy(rule, runOf)));
}

const about = ({ name, description, remediation, severity }: Rule) => ({
  name,
  description,
  remediationSteps: remediation,
  severity,
});

type RunOf = (urn: string) => Run;

function resourcePolicy(rule: ResourceRule, runOf: RunOf, exemptions: readonly Exemption[]): ResourceValidationPolicy {
  return {
    ...about(rule),
    enforcementLevel: "mandatory",
    validateResource(args, report) {
      const resource = resourceOf(args);
      const run = runOf(args.urn);
      run.meet(resource);
      const verdict = judge(rule, resource, run);
      if (verdict instanceof Broken) return report(sentences(verdict.finding));
      if (verdict.answer === "not applicable") return args.notApplicable(verdict.reason);
      const findings = verdict.answer === "violated" ? verdict.findings : [];
      const { standing, exempted } = sort(findings, (one) => exemptionFor(exemptions, rule.name, resource, one));
      run.note(rule.name, resource, verdict.unread, exempted);
      for (const finding of standing) report(sentences(finding));
    },
  };
}

/** Findings that stand, and the exemptions that let the others pass. */
function sort(findings: readonly Finding[], exemptionOf: (finding: Finding) => Exemption | undefined) {
  const sorted = findings.map((finding) => ({ finding, exemption: exemptionOf(finding) }));
  return {
    standing: sorted.flatMap(({ finding, exemption }) => (exemption === undefined ? [finding] : [])),
    exempted: sorted.flatMap(({ exemption }) => exemption ?? []),
  };
}

function stackPolicy(rule: StackRule, runOf: RunOf): StackValidationPolicy {
  return {
    ...about(rule),
    enforcementLevel: rule.level,
    validateStack({ resources, notApplicable }, report) {
      const urn = resources[0]?.urn;
      if (urn === undefined) return notApplicable("the stack is empty");
      for (const finding of rule.review(runOf(urn))) report(sentences(finding));
    },
  };
}

/** A rule that threw. Nobody knows whether it holds, so it counts as a violation, and no exemption covers it. */
class Broken {
  readonly finding: Finding;

  /** Says where it broke, but not what the error says: that may quote the value it choked on, which may be a secret. */
  constructor(rule: string, resource: string, error: unknown) {
    const kind = error instanceof Error ? error.name : typeof error;
    const frame = error instanceof Error ? /policies\/[\w./-]+\.ts:\d+/.exec(error.stack ?? "")?.[0] : undefined;
    this.finding = {
      problem: `The rule ${rule} broke on ${resource} (${kind}${frame === undefined ? "" : ` at ${frame}`}), so nobody knows whether it holds.`,
      fix: `this is a defect of policies/rules/${rule}.ts: correct the rule`,
    };
  }
}

function judge(rule: ResourceRule, resource: Resource, { stack }: Run): Verdict | Broken {
  try {
    return rule.judge(resource, stack);
  } catch (error) {
    return new Broken(rule.name, resource.name, error);
  }
}

function resourceOf({ type, name, urn, props, opts }: ResourceValidationArgs): Resource {
  return { type, name, urn, inputs: fieldsOf(props), isProtected: opts.protect };
}

const fieldsOf = (object: object): Fields =>
  Object.fromEntries(Object.keys(object).map((name) => [name, read(object, name)]));

/** One property. The SDK hands out objects that throw when an unknown is touched. */
function read(object: object, name: string): Value {
  try {
    return toValue(Reflect.get(object, name));
  } catch (error) {
    if (error instanceof UnknownValueError) return unknown;
    throw error;
  }
}

function toValue(value: unknown): Value {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(value, String(index)));
  if (typeof value !== "object" || value === null) return null;
  // Assets and archives are files, not data.
  return Object.getPrototypeOf(value) === Object.prototype ? fieldsOf(value) : {};
}
