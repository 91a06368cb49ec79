import { type Finding, judged, notApplicable, type Resource, type Verdict } from "./rule.ts";
import { isFields, isList, unknown, type Value } from "./values.ts";

/** Applies the migrations. Its Check looks at the live database in every preview and adds what it found as inputs. */
const migrationsType = "supabase:index/migrations:Migrations";

/**
 * Judges each thing that Check found in the live database.
 * @param input the list that it found them in, e.g. `drift`. Absent: the database could not be reached; `up` fails then.
 * @param finding says what is wrong with one of them, given its text.
 */
export function judgeFound(
  { type, inputs }: Resource,
  input: "drift" | "tablesWithoutRls",
  finding: (what: string) => Finding,
): Verdict {
  if (type !== migrationsType) return notApplicable("it is no set of migrations");
  const found = inputs[input];
  if (found === undefined || found === unknown) return judged([], [input]);
  if (!isList(found)) return judged([unreadable(input)]);
  return judged(
    found
      .filter((item) => item !== unknown)
      .map((item, index) => ({ ...finding(textOf(item)), path: `${input}[${index}]` })),
    found.includes(unknown) ? [input] : [],
  );
}

const unreadable = (input: string): Finding => ({
  problem: `The input ${input} of the migrations is no list, so nobody knows what the live database holds.`,
  fix: "it is computed by the Supabase provider's Check; a program does not set it",
  path: input,
});

/** A text, or an object whose fields together are one. */
function textOf(item: Value): string {
  if (isFields(item)) return Object.values(item).map(textOf).filter(Boolean).join(", ");
  if (isList(item)) return item.map(textOf).filter(Boolean).join(", ");
  return item === unknown || item === null ? "" : String(item).replace(/\.$/, "");
}
