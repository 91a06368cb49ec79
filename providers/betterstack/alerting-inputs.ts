import { z } from "zod";

const flag = (standard: boolean, what: string) => z.boolean().default(standard).describe(what);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, "must be a time such as 01:00:00");
const day = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
type Day = z.output<typeof day>;

/** The order that Better Stack's answers are brought to, too. */
export const inWeekOrder = (days: readonly Day[]): Day[] => day.options.filter((one) => days.includes(one));

/** Who hears of an incident and when nobody does: the same for monitors and heartbeats. */
export const alertingInputs = {
  call: flag(false, "Whether an incident is called out by phone."),
  sms: flag(false, "Whether it is told by SMS."),
  email: flag(true, "Whether it is told by e-mail."),
  push: flag(true, "Whether it is told by push notification."),
  criticalAlert: flag(false, "Whether the push notification breaks through silence."),
  teamWait: z.int().min(0).optional().describe("Seconds until the whole team is told. Left out: it never is."),
  policyId: z.string().optional().describe("Id of the escalation policy. Left out: none."),
  paused: flag(false, "Whether nothing is watched."),
  maintenanceFrom: time.optional().describe("Start of the daily maintenance window, `01:00:00`. Left out: none."),
  maintenanceTo: time.optional().describe("End of it, `03:00:00`."),
  maintenanceTimezone: z.string().default("UTC").describe("Its time zone, by the name that Rails has: `Berlin`."),
  maintenanceDays: z
    .array(day)
    .default([...day.options])
    .transform(inWeekOrder)
    .describe("Days that have it, `mon` to `sun`. Left out: all."),
};
