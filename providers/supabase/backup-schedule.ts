import { z } from "zod";
import { path } from "./client.ts";
import { projectRef, projectSettings } from "./settings.ts";

const at = "/database/backups/schedule";

export const BackupSchedule = projectSettings({
  token: "backupSchedule:BackupSchedule",
  description:
    "When a project's daily backup is made, on plans that let one choose. Deleting leaves the time as it is: the vendor has no call that forgets it.",
  calls: ["GET /v1/projects/{ref}/database/backups/schedule", "PATCH /v1/projects/{ref}/database/backups/schedule"],
  inputs: z.object({
    projectRef,
    scheduleFor: z.string().min(1).describe("The time, in the vendor's words."),
  }),
  at,
  live: z.object({ schedule_for: z.string() }),
  told: ({ schedule_for }) => ({ scheduleFor: schedule_for }),

  async write({ client }, ref, { scheduleFor }) {
    await client.http.send("PATCH", path(ref, at), { body: { schedule_for: scheduleFor } });
  },

  reset: async () => undefined,
});
