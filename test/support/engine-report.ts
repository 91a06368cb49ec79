import type { EngineReport } from "../../src/engine/events.ts";

type Step = EngineReport["steps"][number];

/** A step of the engine on a resource with these inputs. */
export const stepOf = (op: string, type: string, inputs: Readonly<Record<string, unknown>> = {}): Step => ({
  ...{ op, urn: `urn:pulumi:production::shop::${type}::x`, type },
  new: { custom: true, inputs },
});

/** What an engine that took these steps tells. */
export const reportOf = (...steps: EngineReport["steps"]): EngineReport => ({
  ...{ phases: [], violations: [], errors: [], idle: false },
  steps,
});
