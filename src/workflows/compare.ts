import { shadowedBy, wayOut } from "./governance-files.ts";
import { isOurs, type RenderedFile } from "./render.ts";

/** How a file in the repository differs from what its platform says. */
export interface Difference {
  readonly path: string;
  /** The first line that differs, from 1. */
  readonly line: number;
  readonly kind: "missing" | "edited" | "left over" | "somebody's own";
  readonly problem: string;
  readonly fix: string;
}

/** By path. */
type Files = ReadonlyMap<string, string>;

const generate = "npx groundplan workflows generate";

/**
 * @param wanted what the platform says. @param found every file where GitHub looks for such ones. Those that do not begin
 * as ours do are somebody's own, and none of our business unless ours would take their place.
 */
export function differences(wanted: readonly RenderedFile[], found: Files): Difference[] {
  const own = inTheWay(wanted, found);
  const outOfDate = wanted.flatMap(({ path, content }): Difference[] => {
    const text = found.get(path);
    if (text === undefined) return [{ path, line: 1, kind: "missing", problem: "is not there", fix: generate }];
    return text === content || !isOurs(text) ? [] : [edited(path, content, text)];
  });
  const leftOver = [...found]
    .filter(([path, text]) => isOurs(text) && !wanted.some((one) => one.path === path))
    .map(
      ([path]): Difference => ({
        ...{ path, line: 1, kind: "left over", fix: generate },
        problem: "was generated once, and the platform does not ask for it any more",
      }),
    );
  return [...own, ...outOfDate, ...leftOver].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What people wrote and one of ours would overwrite, or make count no more. */
export const inTheWay = (wanted: readonly RenderedFile[], found: Files): Difference[] =>
  wanted.flatMap(({ path }) => {
    const text = found.get(path);
    const own = (at: string, problem: string): Difference => ({
      ...{ path: at, line: 1, kind: "somebody's own", problem },
      fix: `${wayOut(at)}, and run this again`,
    });
    const here =
      text === undefined || isOurs(text)
        ? []
        : [
            own(
              path,
              "has no header of ours, so people wrote it; the platform's own stands here: `up` would overwrite it",
            ),
          ];
    const elsewhere = shadowedBy(path)
      .filter((other) => found.has(other))
      .map((other) => own(other, `counts no more once ${path} is there: GitHub takes the first that it finds`));
    return [...here, ...elsewhere];
  });

function edited(path: string, content: string, text: string): Difference {
  const [is, should] = [text.split("\n"), content.split("\n")];
  const index = should.findIndex((line, at) => line !== is[at]);
  const at = index === -1 ? should.length : index;
  const shown = (line: string | undefined): string => (line === undefined ? "the end" : `"${line.trim()}"`);
  const problem = `is ${shown(is[at])}, generated: ${shown(should[at])}`;
  return { path, line: at + 1, kind: "edited", problem, fix: generate };
}
