import type { RenderedFile } from "./render.ts";
import { headerStart } from "./render.ts";

/** How a file in the repository differs from what its platform says. */
export interface Difference {
  readonly path: string;
  /** The first line that differs, from 1. */
  readonly line: number;
  readonly kind: "missing" | "edited" | "left over";
  readonly problem: string;
}

/**
 * @param wanted what the platform says. @param found every file of the workflows' folder, by path. Files that do not
 * begin as ours do are somebody's own, and none of our business.
 */
export function differences(wanted: readonly RenderedFile[], found: ReadonlyMap<string, string>): Difference[] {
  const outOfDate = wanted.flatMap(({ path, content }): Difference[] => {
    const text = found.get(path);
    if (text === undefined) return [{ path, line: 1, kind: "missing", problem: "is not there" }];
    return text === content ? [] : [edited(path, content, text)];
  });
  const leftOver = [...found]
    .filter(([path, text]) => text.startsWith(headerStart) && !wanted.some((one) => one.path === path))
    .map(
      ([path]): Difference => ({
        ...{ path, line: 1, kind: "left over" },
        problem: "was generated once, and the platform does not ask for it any more",
      }),
    );
  return [...outOfDate, ...leftOver].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function edited(path: string, content: string, text: string): Difference {
  const [is, should] = [text.split("\n"), content.split("\n")];
  const index = should.findIndex((line, at) => line !== is[at]);
  const at = index === -1 ? should.length : index;
  const shown = (line: string | undefined): string => (line === undefined ? "the end" : `"${line.trim()}"`);
  return { path, line: at + 1, kind: "edited", problem: `is ${shown(is[at])}, generated: ${shown(should[at])}` };
}
