import { z } from "zod";
import { invalid } from "./refusal.ts";
import { newUuid } from "./state.ts";
import { commonView, type Kind, siblings } from "./things.ts";

const bound = z.number().nullish();

/** Alerts: an insight's number goes in and comes out as an object, and so do the users. */
export const alerts: Kind = {
  name: "alerts",
  ids: "uuid",
  deletion: "hard",
  schema: z.object({
    name: z.string().max(255),
    insight: z.int(),
    subscribed_users: z.array(z.int()),
    threshold: z.object({
      configuration: z.object({
        type: z.enum(["absolute", "percentage"]),
        bounds: z.object({ lower: bound, upper: bound }).nullish(),
      }),
    }),
    condition: z.object({ type: z.enum(["absolute_value", "relative_increase", "relative_decrease"]) }),
    config: z
      .object({
        type: z.literal("TrendsAlertConfig"),
        series_index: z.int().min(0),
        check_ongoing_interval: z.boolean().nullish(),
      })
      .nullable(),
    calculation_interval: z.enum(["hourly", "daily", "weekly", "monthly"]),
    enabled: z.boolean(),
    snoozed_until: z.string().nullable(),
    skip_weekend: z.boolean().nullable(),
  }),
  required: ["insight", "subscribed_users", "threshold"],
  initial: {
    name: "",
    condition: { type: "absolute_value" },
    config: null,
    calculation_interval: "daily",
    enabled: true,
    snoozed_until: null,
    skip_weekend: false,
  },
  check(thing, context) {
    const { insight: wanted, subscribed_users: users, threshold } = thing.fields;
    const insight = siblings("insights", thing, context).find(({ id }) => id === wanted);
    if (insight === undefined)
      throw invalid("does_not_exist", `Invalid pk "${wanted}" - object does not exist.`, "insight");
    if (!JSON.stringify(insight.fields["query"] ?? {}).includes('"TrendsQuery"'))
      throw invalid("invalid_input", "Alerts are only supported for trends insights.", "insight");
    const stranger = (users as number[]).find((id) => id !== context.state.user.id);
    if (stranger !== undefined)
      throw invalid("invalid_input", "User does not belong to the same organization as your team.", "subscribed_users");
    const { lower, upper } = (threshold as Threshold).configuration.bounds ?? {};
    if (typeof lower === "number" && typeof upper === "number" && lower > upper)
      throw invalid("invalid_input", "Lower threshold must be less than upper threshold", "threshold");
  },
  settle({ fields }, context) {
    fields["threshold"] = {
      id: newUuid(context),
      name: "",
      created_at: context.now().toISOString(),
      ...(fields["threshold"] as object),
    };
  },
  view(thing, context) {
    const { user } = context.state;
    const shown = commonView(thing, context);
    return {
      ...shown,
      insight: { id: shown["insight"] },
      subscribed_users: (shown["subscribed_users"] as number[]).map((id) => ({ ...user, id })),
      ...{ state: "Not firing", last_notified_at: null, last_checked_at: null, next_check_at: null, checks: [] },
    };
  },
};

interface Threshold {
  readonly configuration: {
    readonly bounds?: { readonly lower?: number | null; readonly upper?: number | null } | null;
  };
}
