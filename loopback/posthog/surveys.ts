import { z } from "zod";
import { invalid } from "./refusal.ts";
import { newUuid } from "./state.ts";
import { commonView, type Kind, siblings } from "./things.ts";

const count = z.int().min(1).nullable();
const time = z.iso.datetime({ offset: true }).nullable();
const parts = z.record(z.string(), z.unknown()).nullable();

/** Surveys: questions get ids, and who is asked is kept as a flag of the server's own, told only by its number. */
export const surveys: Kind = {
  name: "surveys",
  ids: "uuid",
  deletion: "hard",
  schema: z.object({
    name: z.string().min(1).max(400),
    type: z.enum(["popover", "widget", "external_survey", "api"]),
    description: z.string(),
    questions: z.array(z.looseObject({ type: z.string(), question: z.string() })).nullable(),
    conditions: parts,
    appearance: parts,
    schedule: z.enum(["once", "recurring", "always"]).nullable(),
    linked_flag_id: z.int().nullable(),
    targeting_flag_filters: z.looseObject({ groups: z.array(z.unknown()) }).nullable(),
    remove_targeting_flag: z.boolean().nullable(),
    start_date: time,
    end_date: time,
    archived: z.boolean(),
    responses_limit: count,
    iteration_count: count,
    iteration_frequency_days: count,
    enable_partial_responses: z.boolean().nullable(),
  }),
  required: ["name", "type"],
  initial: {
    ...{ description: "", questions: [], conditions: null, appearance: null, schedule: "once", linked_flag_id: null },
    ...{ targeting_flag_filters: null, start_date: null, end_date: null, archived: false, responses_limit: null },
    ...{ iteration_count: null, iteration_frequency_days: null, enable_partial_responses: false },
  },
  check(thing, context) {
    const flag = thing.fields["linked_flag_id"];
    if (flag !== null && !siblings("feature_flags", thing, context).some(({ id }) => id === flag))
      throw invalid("invalid_input", "Feature Flag with this ID does not exist", "linked_flag_id");
    const same = siblings("surveys", thing, context).some(
      (other) => other.id !== thing.id && other.fields["name"] === thing.fields["name"],
    );
    if (same) throw invalid("unique", "There is already a survey with this name.", "name");
  },
  settle({ fields }, context) {
    const questions = (fields["questions"] ?? []) as Record<string, unknown>[];
    fields["questions"] = questions.map((question) => ({
      id: newUuid(context),
      descriptionContentType: "text",
      ...question,
    }));
    if (fields["remove_targeting_flag"]) fields["targeting_flag_filters"] = null;
    delete fields["remove_targeting_flag"];
  },
  view(thing, context) {
    const { linked_flag_id, targeting_flag_filters, ...shown } = commonView(thing, context);
    const { deleted: _, version: __, ...rest } = shown;
    return {
      ...rest,
      linked_flag_id,
      linked_flag: typeof linked_flag_id === "number" ? { id: linked_flag_id } : null,
      targeting_flag: targeting_flag_filters ? { id: 900_000, filters: targeting_flag_filters } : null,
      internal_targeting_flag: null,
    };
  },
};
