import type { Rule } from "./rule.ts";
import { rule as everyRuleRan } from "./rules/every-rule-ran.ts";
import { rule as exemptionsInEffect } from "./rules/exemptions-in-effect.ts";
import { rule as noLoopbackWithRealVendors } from "./rules/no-loopback-with-real-vendors.ts";
import { rule as noSchemaDrift } from "./rules/no-schema-drift.ts";
import { rule as noSecretInPublicVariable } from "./rules/no-secret-in-public-variable.ts";
import { rule as nothingSharedBetweenStages } from "./rules/nothing-shared-between-stages.ts";
import { rule as platformTellsItsFacts } from "./rules/platform-tells-its-facts.ts";
import { rule as requiredSecrets } from "./rules/required-secrets.ts";
import { rule as rowLevelSecurity } from "./rules/row-level-security.ts";
import { rule as statefulProtected } from "./rules/stateful-protected.ts";

/** Every rule of the pack. A rule is one file of rules/, one line here, and its test; RULES.md is generated from them. */
export const rules: readonly Rule[] = [
  platformTellsItsFacts,
  requiredSecrets,
  noSecretInPublicVariable,
  nothingSharedBetweenStages,
  noLoopbackWithRealVendors,
  statefulProtected,
  noSchemaDrift,
  rowLevelSecurity,
  exemptionsInEffect,
  everyRuleRan,
];
