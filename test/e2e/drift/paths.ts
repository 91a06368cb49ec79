/** Whether one property path is the other, holds it, or lies in it. */
export const overlaps = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a);

const isWithin = (path: string, outer: string): boolean =>
  path === outer || (path.startsWith(outer) && [".", "["].includes(path[outer.length] ?? ""));
