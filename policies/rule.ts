import type { Stack } from "./facts.ts";
import type { Run } from "./run.ts";
import type { Fields } from "./values.ts";

/** A resource before it is touched. */
export interface Resource {
  /** Pulumi type token, e.g. `vercel:index/project:Project`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly urn: string;
  /** What the program declares and what the provider's Check added. Secrets stand here in clear: they never go into a message. */
  readonly inputs: Fields;
  /** The engine refuses to delete it. */
  readonly isProtected: boolean;
}

/** One thing that is wrong, in full sentences, without any secret. */
export interface Finding {
  readonly problem: string;
  /** What to type or change. */
  readonly fix: string;
  /** The input it is about, so that an exemption can name it. */
  readonly path?: string;
}

/** What a rule answers. */
export type Verdict =
  | { readonly answer: "violated"; readonly findings: readonly Finding[]; readonly unread: readonly string[] }
  | { readonly answer: "compliant"; readonly unread: readonly string[] }
  | { readonly answer: "not applicable"; readonly reason: string };

interface About {
  /** Equals the name of its file. */
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly description: string;
  /** What happens to people where it does not hold. */
  readonly why: string;
  /** The way out. */
  readonly remediation: string;
  readonly severity: "low" | "medium" | "high" | "critical";
}

/** A mandatory rule over one resource's inputs: it runs in every preview and before each write. A function of its arguments. */
export interface ResourceRule extends About {
  judge(resource: Resource, stack: Stack): Verdict;
}

/** A rule over the whole run, at its end: of a preview before anything is touched, of an update after it. */
export interface StackRule extends About {
  readonly level: "mandatory" | "advisory";
  review(run: Run): readonly Finding[];
}

export type Rule = ResourceRule | StackRule;

/**
 * The verdict on a resource that the rule is about.
 * @param unread property paths at which the rule would have looked, had they been known already.
 */
export const judged = (findings: readonly Finding[], unread: readonly string[] = []): Verdict =>
  findings.length > 0 ? { answer: "violated", findings, unread } : { answer: "compliant", unread };

/** The rule has nothing to say here. @param reason a sentence for people who ask why. */
export const notApplicable = (reason: string): Verdict => ({ answer: "not applicable", reason });

/** A finding as people read it. */
export const sentences = ({ problem, fix }: Finding): string => `${problem}\n  fix: ${fix}`;
