import { packageSchema } from "../../../providers/kit/schema.ts";
import { PlatformError } from "../../errors.ts";
import { suggestion } from "../../spec/nearest.ts";
import type { Handler } from "../command.ts";
import { providers } from "../providers.ts";
import { readmeOf } from "./readme.ts";

/** Prints what a provider can do, for machines or for people. */
export const handle: Handler = async ({ words, flags }) => {
  const [name = ""] = words;
  const load = providers[name];
  if (load === undefined) throw unknownPackage(name);
  const provider = await load();
  const json = packageSchema(provider);
  const text = flags["markdown"] === true ? readmeOf(provider).trimEnd() : JSON.stringify(json, undefined, 2);
  return { code: 0, json, text };
};

const unknownPackage = (name: string): PlatformError =>
  new PlatformError({
    code: "schema/unknown",
    where: "schema <package>",
    problem: `is "${name}"; allowed: ${Object.keys(providers).join(", ")}.${suggestion(name, Object.keys(providers))}`,
    fix: "npx groundplan schema vercel",
  });
