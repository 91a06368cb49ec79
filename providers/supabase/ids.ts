/** `<project ref>/<id>`, or undefined when it is something else. */
export function splitId(id: string): { projectRef: string; id: string } | undefined {
  const [projectRef, rest, ...more] = id.split("/");
  return projectRef && rest && more.length === 0 ? { projectRef, id: rest } : undefined;
}
