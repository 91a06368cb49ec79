import { judgeFound } from "../migrations.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { type Fields, isFields } from "../values.ts";

export const rule: ResourceRule = {
  name: "no-schema-drift",
  description: "The live database has the schema that the migrations made, and nothing else.",
  why: "A change made by hand is lost with the next database, and a migration written without knowing it fails in production.",
  remediation:
    "Keep the change by npx groundplan db adopt, which writes a migration, or undo it by npx groundplan db revert.",
  severity: "high",

  judge: (resource, stack) =>
    judgeFound(resource, {
      input: "drift",
      unchecked: "driftUnchecked",
      finding: (item) => (isFields(item) ? difference(item, stack.name) : undefined),
    }),
};

function difference({ object, kind, difference: what }: Fields, stack: string): Finding | undefined {
  if (typeof object !== "string" || typeof kind !== "string" || typeof what !== "string") return undefined;
  return {
    problem: `The live database differs from its migrations at ${kind} ${object}: ${what}.`,
    fix: `npx groundplan db adopt --stack ${stack} writes it as a migration; npx groundplan db revert --stack ${stack} undoes it`,
  };
}
