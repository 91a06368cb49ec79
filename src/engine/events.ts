/** The part of Pulumi's engine events that is read here (sdk/go/common/apitype/events.go). */
interface EngineEvent {
  readonly summaryEvent?: {
    readonly resourceChanges: Readonly<Record<string, number>>;
    readonly durationSeconds: number;
    readonly isPreview: boolean;
  };
  readonly diagnosticEvent?: { readonly urn?: string; readonly message: string; readonly severity: string };
  readonly policyEvent?: {
    readonly policyName: string;
    readonly message: string;
    readonly enforcementLevel: string;
    readonly resourceUrn?: string;
  };
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: {
    readonly metadata: StepMetadata & {
      readonly old?: { readonly outputs?: unknown };
      readonly new?: { readonly outputs?: unknown };
    };
  };
}

/** One step of an operation. */
export interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  /** The resource as it would be; secrets are masked, what is not known yet is a marker. */
  readonly new?: {
    readonly custom?: boolean;
    readonly provider?: string;
    readonly parent?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
  } | null;
  readonly diffs?: readonly string[];
  readonly detailedDiff?: Readonly<Record<string, { readonly diffKind: string; readonly inputDiff: boolean }>> | null;
}

interface Violation {
  readonly policy: string;
  readonly message: string;
  readonly urn: string | undefined;
  readonly mandatory: boolean;
}

/** One phase of a run as the engine told it. */
export interface Phase {
  readonly preview: boolean;
  /** Resources by operation: `same`, `create`, `update`, … */
  readonly changes: Readonly<Record<string, number>>;
  readonly seconds: number;
}

export interface EngineReport {
  readonly phases: readonly Phase[];
  readonly violations: readonly Violation[];
  /** Error diagnostics, without colour marks. */
  readonly errors: readonly { readonly urn: string | undefined; readonly message: string }[];
  /** Steps that are not `same`, with the properties that differ. */
  readonly steps: readonly StepMetadata[];
  /** Nothing would change: every resource is the same, and so is every output. */
  readonly idle: boolean;
}

/** Reads the lines of the engine's event log; one that was cut off (the engine was killed) is left out. */
export function reportOf(lines: readonly string[]): EngineReport {
  const events = lines.flatMap(parse);
  const phases = events.flatMap(toPhase);
  return {
    idle: phases.length > 0 && phases.every((phase) => changed(phase) === 0) && events.every(keepsOutputs),
    phases,
    violations: unique(
      events.flatMap(({ policyEvent }) =>
        policyEvent === undefined
          ? []
          : [
              {
                policy: policyEvent.policyName,
                message: plain(policyEvent.message),
                urn: policyEvent.resourceUrn,
                mandatory: policyEvent.enforcementLevel === "mandatory",
              },
            ],
      ),
    ),
    errors: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error" && !summaries.has(plain(diagnosticEvent.message))
        ? [{ urn: diagnosticEvent.urn, message: plain(diagnosticEvent.message) }]
        : [],
    ),
    steps: events.flatMap(({ resourcePreEvent }) =>
      resourcePreEvent === undefined || resourcePreEvent.metadata.op === "same" ? [] : [resourcePreEvent.metadata],
    ),
  };
}

/** What the engine says after the real reasons. */
const summaries = new Set(["preview failed", "update failed", "refresh failed", "destroy failed"]);

/** Counts of the last phase that changed or would change something. */
export const lastPhase = (report: EngineReport): Phase | undefined => report.phases.at(-1);

/** How many resources of a phase are not the same. */
export const changed = (phase: Phase): number =>
  Object.entries(phase.changes).reduce((sum, [operation, count]) => (operation === "same" ? sum : sum + count), 0);

function toPhase({ summaryEvent }: EngineEvent): Phase[] {
  if (summaryEvent === undefined) return [];
  const { isPreview, resourceChanges, durationSeconds } = summaryEvent;
  return [{ preview: isPreview, changes: resourceChanges, seconds: durationSeconds }];
}

/** The engine counts a stack whose outputs alone change as the same; they must be written all the same. */
function keepsOutputs({ resOutputsEvent }: EngineEvent): boolean {
  if (resOutputsEvent === undefined) return true;
  const { old, new: now } = resOutputsEvent.metadata;
  return JSON.stringify(old?.outputs ?? {}) === JSON.stringify(now?.outputs ?? {});
}

function parse(line: string): EngineEvent[] {
  if (line.trim() === "") return [];
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** Takes the engine's colour marks (`<{%reset%}>`) out. */
const plain = (text: string): string => text.replaceAll(/<\{%[^%]*%\}>/g, "").trim();

/** A preview and its update tell the same violation twice. */
function unique(violations: readonly Violation[]): Violation[] {
  return [...new Map(violations.map((one) => [`${one.policy} ${one.urn} ${one.message}`, one])).values()];
}
