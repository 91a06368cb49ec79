import { z } from "zod";
import { PlatformError } from "../errors.ts";
import { type ParseContext, stackDocument } from "./context.ts";
import { nearest, suggestion } from "./nearest.ts";

/** GitHub's id of a user or a team. A number, because a login can be given up, and then it is somebody else's. */
const id = z.int().min(1);

/** Who approves deployments, by a name that the stack files use. */
export const peopleDefinition = z
  .record(
    z.string().regex(/^[a-z][a-z0-9-]{0,38}$/, "must be a short lower-case name such as ana or on-call"),
    z
      .union([z.strictObject({ user: id }), z.strictObject({ team: id })])
      .describe(
        "{ user: <id by gh api users/LOGIN --jq .id> } or { team: <id by gh api orgs/ORG/teams/SLUG --jq .id> }",
      ),
  )
  .default({})
  .describe("who may approve deployments, by a name of the team's own");

export type People = z.output<typeof peopleDefinition>;

/** Names of people, as a stack file has them. */
export const approversSetting = z
  .array(z.string().min(1))
  .max(6, "GitHub allows at most 6 approvers of an environment")
  .superRefine((names, context) => {
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      context.addIssue({ code: "custom", path: [index], message: "it stands in the list twice" });
    }
  })
  .default([])
  .describe("names from repository.people of the platform");

/** Somebody who approves, as the platform knows them. */
export type Approver = { readonly name: string } & ({ readonly user: number } | { readonly team: number });

/** The people behind names; those that nobody has are left out, and told by `strangers`. */
export const approversOf = (names: readonly string[], people: People): Approver[] =>
  names.flatMap((name) => {
    const person = people[name];
    return person === undefined ? [] : [{ name, ...person }];
  });

/** Names of a stack file that nobody has. */
export const strangers = (
  names: readonly string[],
  people: People,
  stack: string,
  context: Pick<ParseContext, "locate" | "definitionFile">,
): PlatformError[] => {
  const known = Object.keys(people);
  const document = stackDocument(context, stack);
  return names.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const path = ["deployments", "approvers", index];
    const allowed = `the names in repository.people of ${context.definitionFile}, ${known.join(", ") || "none yet"}`;
    return [
      new PlatformError({
        code: "approver/unknown",
        where: document.where(path),
        problem: `is "${name}"; allowed: ${allowed}.${suggestion(name, known)}`,
        fix: document.fix(path, nearest(name, known) ?? "<name>"),
      }),
    ];
  });
};
