import { type Evaluate, expressions } from "../tools/expressions.mjs";

/** The contexts of an expression by name, as JSON. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Expressions of workflow files, evaluated by GitHub's own library. */
export interface Expressions {
  /** A text with every `${{ }}` in it filled in. */
  fill(text: string, contexts: Contexts): string;
  /** Whether an `if` lets it run. @param failed something before it has failed */
  holds(condition: string | undefined, contexts: Contexts, failed: boolean): boolean;
}

const marked = /\$\{\{\s*([\s\S]*?)\s*\}\}/g;
const asks = /\b(success|failure|always|cancelled)\s*\(/;

export async function githubExpressions(): Promise<Expressions> {
  const evaluate: Evaluate = await expressions();
  return {
    // GitHub Actions: status functions are for conditions; anywhere else they are no functions.
    fill: (text, contexts) =>
      text.replaceAll(marked, (_, expression: string) => evaluate(expression, contexts, {}).text),
    holds(condition, contexts, failed) {
      const status = { success: !failed, failure: failed, always: true, cancelled: false };
      const bare = (condition ?? "success()").trim().replace(/^\$\{\{([\s\S]*)\}\}$/, "$1");
      // GitHub Actions: a condition without a status function stands behind `success() &&`.
      return evaluate(asks.test(bare) ? bare : `success() && (${bare})`, contexts, status).truthy;
    },
  };
}
