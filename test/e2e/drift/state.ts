import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Standing } from "./mutation.ts";
import { asObject, asObjects, type Json, valueAt } from "./values.ts";

/**
 * Every resource at a vendor, as the file backend of a project's one stack holds it, by URN: the engine writes them down
 * in the order in which they happened to be made. Secrets stay encrypted.
 */
export function standingIn(project: string): Standing[] {
  const folder = join(project, ".groundplan", "state", ".pulumi", "stacks");
  const [file] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  if (file === undefined) throw new Error(`no stack in ${folder}`);
  return standingOf(JSON.parse(readFileSync(join(folder, file), "utf8")));
}

/** @param checkpoint a state file's content */
export function standingOf(checkpoint: unknown): Standing[] {
  const resources = asObjects(valueAt(checkpoint, "checkpoint.latest.resources"));
  const objectOf = (resource: Json | undefined, part: string): Json => asObject(resource?.[part] ?? {});
  return resources
    .filter(({ custom, type }) => custom === true && !String(type).startsWith("pulumi:"))
    .toSorted((a, b) => (String(a["urn"]) < String(b["urn"]) ? -1 : 1))
    .map((resource) => {
      // `<urn of the provider instance>::<its id>`
      const instance = String(resource["provider"]).split("::").slice(0, -1).join("::");
      return {
        urn: String(resource["urn"]),
        type: String(resource["type"]),
        id: String(resource["id"]),
        inputs: objectOf(resource, "inputs"),
        outputs: objectOf(resource, "outputs"),
        provider: objectOf(
          resources.find(({ urn }) => urn === instance),
          "inputs",
        ),
      };
    });
}
