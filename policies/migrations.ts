import { type Finding, judged, notApplicable, type Resource, type Verdict } from "./rule.ts";
import { isList, unknown, type Value } from "./values.ts";

/** Applies the migrations. Its Check looks at files and live database in every preview and adds what it found as inputs. */
const migrationsType = "supabase:index/migrations:Migrations";

/** A list that Check adds. */
interface Found {
  readonly input: "drift" | "tablesWithoutRls";
  /** The input that says why Check could not look; then an empty list means nothing. */
  readonly unchecked?: string;
  /** What is wrong with one of its items; undefined when the item cannot be read. */
  readonly finding: (item: Value) => Finding | undefined;
}

/** Judges each thing that Check found. Where it could not look, the rule could not either. */
export function judgeFound({ type, inputs }: Resource, { input, unchecked, finding }: Found): Verdict {
  if (type !== migrationsType) return notApplicable("it is no set of migrations");
  const found = inputs[input];
  const looked = unchecked === undefined || inputs[unchecked] === undefined;
  if (found === undefined || found === unknown) return judged([], [input]);
  if (!isList(found)) return judged([unreadable(input)]);
  const items = found.filter((item) => item !== unknown);
  return judged(
    items.map((item, index) => ({ ...(finding(item) ?? unreadable(input)), path: `${input}[${index}]` })),
    looked && items.length === found.length ? [] : [input],
  );
}

const unreadable = (input: string): Finding => ({
  problem: `The input ${input} of the migrations has another form than expected, so nobody knows what the database holds.`,
  fix: "it is computed by the Supabase provider's Check, and a program does not set it; provider and policies must fit together",
  path: input,
});
