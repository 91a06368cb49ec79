import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadDefinition } from "../../src/config/command.ts";
import { parseGathered } from "../../src/config/context.ts";
import { readStackFiles } from "../../src/config/stack-file.ts";
import { secretsOf } from "../../src/spec/catalogue.ts";
import { platformDefinition } from "../../src/spec/definition.ts";
import { kindOf } from "../../src/spec/environment.ts";
import type { PlatformSpec } from "../../src/spec/platform.ts";
import type { Plan } from "../support/plan.ts";
import { planPlatform, secretValue } from "../support/planned.ts";

/**
 * The platform of this repository in each of its stacks, whole. A change here is a change of what stands: read the
 * difference, then accept it with `npx vitest run test/golden -u`.
 */
const directory = join(import.meta.dirname, "../..");
const definition = await loadDefinition(directory);
const files = readStackFiles(directory);

/** The stack as its committed file says it, with every secret of its kind set. */
function specOf(stack: string): PlatformSpec {
  const data = files.find((file) => file.stack === stack)?.data;
  const kind = kindOf(data);
  if (kind === undefined) throw new Error(`${stack} has no kind`);
  const secrets = secretsOf(platformDefinition.parse(definition), kind).map(
    ({ name }) => [name, { encrypted: true }] as const,
  );
  return parseGathered({
    ...{ stack, definition, definitionFile: "src/platform.ts", data, files, problems: [], source: "effective" },
    secrets: Object.fromEntries(secrets),
  });
}

/** Everything that the engine is told, by URN, with the paths of what is secret. The values are made up by the test. */
function written(plan: Plan): string {
  const resources = plan.resources.map(({ urn, inputs, secrets, protect, importId }) => ({
    urn,
    ...(protect ? { protect } : {}),
    ...(importId === "" ? {} : { importId }),
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...(secrets.length === 0 ? {} : { secrets }),
  }));
  return stringify(resources, { lineWidth: 0, aliasDuplicateObjects: false });
}

describe("the platform of this repository", () => {
  it("has the stacks that people expect", () => {
    expect(files.map(({ stack }) => stack)).toEqual(["local", "production", "staging"]);
  });

  it.each(["local", "staging", "production"])("in %s is what was accepted", async (stack) => {
    const plan = await planPlatform(specOf(stack));
    await expect(written(plan)).toMatchFileSnapshot(`${stack}.yaml`);
  });

  it("has the same resources in every environment, but for what one stack owns for all", async () => {
    const names = async (stack: string) =>
      (await planPlatform(specOf(stack))).resources
        .filter(({ type, name }) => !name.includes("-repository") && !type.endsWith(":Stack"))
        .map(({ type, name }) => `${type} ${name}`);
    const all = await names("staging");
    const previews = all.filter((name) => name.includes(" overview-preview"));
    const staging = all.filter((name) => !previews.includes(name));
    expect(await names("production")).toEqual(staging);
    expect(await names("local")).toEqual(staging);
    // Pull requests are deployed beside staging alone.
    expect(previews).toHaveLength(3);
  });

  it("sends every secret somewhere, as every entry of the catalogue says", async () => {
    const spec = specOf("production");
    const plan = await planPlatform(spec);
    const custom = plan.resources.filter(({ custom }) => custom);
    for (const { name } of spec.secrets) {
      const readers = custom.filter(({ inputs }) => JSON.stringify(inputs).includes(secretValue(name)));
      expect([name, readers.length > 0]).toEqual([name, true]);
      for (const reader of readers) expect([reader.name, reader.secrets.length > 0]).toEqual([reader.name, true]);
    }
  });
});
