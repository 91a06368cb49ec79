// First: without it the SDK loads a compiler.
import "../src/fast.ts";
import module from "node:module";
import { PolicyPack } from "@pulumi/policy";
import { exemptions } from "./exemptions.ts";
import { rules } from "./pack.ts";
import { policiesOf } from "./policy.ts";

// The engine starts an executable pack in the program's folder, and PolicyPack reads ./package.json for its version.
process.chdir(import.meta.dirname);

new PolicyPack("groundplan", {
  displayName: "groundplan",
  description: "What must hold of every platform, whoever wrote the program. Each rule is in policies/RULES.md.",
  policies: policiesOf(rules, exemptions),
});

// The engine ends a pack by a signal, which would lose the compile cache.
setTimeout(() => module.flushCompileCache(), 500).unref();
