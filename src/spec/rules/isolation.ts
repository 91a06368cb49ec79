import { PlatformError } from "../../errors.ts";
import { absoluteHost } from "../app.ts";
import { stackDocument } from "../context.ts";
import { type Path, valueAt } from "../problems.ts";
import { environmentSettings } from "../settings.ts";
import { shown, texts } from "../shape.ts";
import type { Rule, Subject } from "./rule.ts";

/** Stacks with real vendors share no host, no id and no chosen name. What they do share has exactly one owner, in one organisation. */
export const isolationRule: Rule = (subject) => {
  if (valueAt(subject.data, ["vendors"]) !== "real") return [];
  const others = Object.entries(subject.context.stacks).filter(
    ([stack, data]) => stack !== subject.context.stack && valueAt(data, ["vendors"]) === "real",
  );
  return [
    ...others.flatMap(([stack, data]) => shared(subject, stack, data)),
    ...ownership(subject, others),
    ...others.flatMap(([stack, data]) => unreadable(subject, stack, data)),
  ];
};

interface Identity {
  readonly what: string;
  readonly path: Path;
  readonly value: string;
}

/** Everything in a stack file that names one thing in the world. Accounts (`owners`) may be common; what stands in them may not. */
function identities(data: unknown, domain: string | undefined): Identity[] {
  const under = (key: string, what: string): Identity[] =>
    texts(valueAt(data, [key])).map(({ path, text }) => ({ what, path: [key, ...path], value: text }));
  const hosts = under("apps", "host").flatMap(({ path, value, what }) => {
    if (path[2] === "hosts") return [{ path, what, value: absoluteHost(value, domain) ?? value }];
    return path[2] === "address" ? [{ path, what, value: URL.parse(value)?.host ?? value }] : [];
  });
  return [...hosts, ...under("adopt", "id"), ...under("names", "name")];
}

function shared({ definition, data, context }: Subject, stack: string, other: unknown): PlatformError[] {
  const document = stackDocument(context, context.stack);
  const theirs = identities(other, definition?.domain);
  return identities(data, definition?.domain).flatMap((mine) => {
    const same = theirs.find(
      (their) => their.what === mine.what && their.value.toLowerCase() === mine.value.toLowerCase(),
    );
    if (same === undefined) return [];
    return [
      new PlatformError({
        code: "isolation/shared",
        where: document.where(mine.path),
        problem: `the ${mine.what} ${shown(mine.value)} also stands in ${stackDocument(context, stack).where(same.path)}; the stacks "${context.stack}" and "${stack}" share nothing`,
        fix: document.fix(mine.path, `<${mine.what} of its own>`),
      }),
    ];
  });
}

function ownership({ data, context }: Subject, others: readonly (readonly [string, unknown])[]): PlatformError[] {
  const document = stackDocument(context, context.stack);
  const owns = (one: unknown): boolean => valueAt(one, ["owner"]) === true;
  const owners = [
    ...(owns(data) ? [context.stack] : []),
    ...others.filter(([, one]) => owns(one)).map(([stack]) => stack),
  ];
  if (owners.length !== 1) {
    return [
      new PlatformError({
        code: "isolation/owner",
        where: document.where(["owner"]),
        problem:
          owners.length === 0
            ? "no stack with real vendors owns the repository"
            : `${owners.map((stack) => `"${stack}"`).join(" and ")} all own the repository; exactly one may`,
        fix: `pulumi config set --path --stack <the one owner> 'groundplan:environment.owner' true, and false in the others`,
      }),
    ];
  }
  const owner = others.find(([stack]) => stack === owners[0]);
  const home = owner === undefined ? undefined : valueAt(owner[1], ["owners", "github"]);
  const own = valueAt(data, ["owners", "github"]);
  if (typeof home !== "string" || own === home) return [];
  return [
    new PlatformError({
      code: "isolation/repository",
      where: document.where(["owners", "github"]),
      problem: `is ${shown(own)}, but the stack "${owners[0]}" owns the repository in ${shown(home)}`,
      fix: document.fix(["owners", "github"], home),
    }),
  ];
}

/** An owner declares the others' GitHub environments too, so it needs their files to be valid. */
function unreadable({ data, context }: Subject, stack: string, other: unknown): PlatformError[] {
  if (valueAt(data, ["owner"]) !== true || environmentSettings.safeParse(other).success) return [];
  return [
    new PlatformError({
      code: "isolation/unreadable",
      where: context.locate(stack, []),
      problem: `is not valid, and the stack "${context.stack}" declares its GitHub environment from it`,
      fix: `npx groundplan config check --stack ${stack} says what is wrong`,
    }),
  ];
}
