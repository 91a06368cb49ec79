import { judgeFound } from "../migrations.ts";
import type { ResourceRule } from "../rule.ts";

export const rule: ResourceRule = {
  name: "no-schema-drift",
  description: "The live database has the schema that the migrations made, and nothing else.",
  why: "A change made by hand is lost with the next database, and a migration written without knowing it fails in production.",
  remediation:
    "Keep the change by npx groundplan db adopt, which writes a migration, or undo it by npx groundplan db revert.",
  severity: "high",

  judge: (resource, { name }) =>
    judgeFound(resource, "drift", (difference) => ({
      problem: `The live database differs from its migrations: ${difference}.`,
      fix: `npx groundplan db adopt --stack ${name} writes it as a migration; npx groundplan db revert --stack ${name} undoes it`,
    })),
};
