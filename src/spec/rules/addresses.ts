import { PlatformError } from "../../errors.ts";
import { platformDocument, stackDocument } from "../context.ts";
import { valueAt } from "../problems.ts";
import { isLoopbackAddress, looksSecret, shown, texts } from "../shape.ts";
import type { Rule } from "./rule.ts";

/** A stack with real vendors carries no address of the machine that runs it, in its file or in the definition. */
export const addressesRule: Rule = ({ definition, data, context }) => {
  if (valueAt(data, ["vendors"]) !== "real") return [];
  const document = stackDocument(context, context.stack);
  const inFile = texts(data)
    .filter(({ text }) => isLoopbackAddress(text))
    .map(({ path, text }) =>
      loopback(document.where(path), text, document.fix(path, "<an address that others can reach>")),
    );
  const inDefinition = texts(definition?.apps ?? {})
    .filter(({ text }) => isLoopbackAddress(text))
    .map(({ path, text }) =>
      loopback(
        platformDocument(context).where(["apps", ...path]),
        text,
        "make it a setting(NAME) and give every stack file its own value",
      ),
    );
  return [...inFile, ...inDefinition];
};

const loopback = (where: string, text: string, fix: string): PlatformError =>
  new PlatformError({
    code: "address/loopback",
    where,
    problem: `${shown(text)} is an address of this machine; a stack with real vendors cannot use it`,
    fix,
  });

/** The environment object is plain text in Git: no key or password stands in it. */
export const plainKeysRule: Rule = ({ data, context }) => {
  const document = stackDocument(context, context.stack);
  return texts(data)
    .filter(({ text }) => looksSecret(text))
    .map(
      ({ path }) =>
        new PlatformError({
          code: "secret/plain-text",
          where: document.where(path),
          problem: "is a text that looks like a key or a password (not shown), in plain text",
          fix: `take a new value, declare it in secrets of ${context.definitionFile}, then: npx groundplan secrets set NAME --stack ${context.stack}`,
        }),
    );
};
