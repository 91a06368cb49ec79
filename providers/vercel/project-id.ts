import { splitId } from "./client.ts";

/**
 * Takes the import id `[<team id>/]<project id>` apart, for what a project has one of.
 * The type is the caller's: that of a resource without outputs leaves no room for names beside them.
 */
export function projectOfId<Known extends object>(id: string): Known | undefined {
  return splitId(id, ["projectId"]) as Known | undefined;
}
