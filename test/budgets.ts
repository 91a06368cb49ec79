/**
 * What a suite may take on 2 cores beside two others, the engine cached, in seconds: what CI as a whole may take (15 minutes), divided.
 * A suite that is over is named under the table of `npm test`; time alone never makes it red.
 */
const suites: Readonly<Record<string, number>> = {
  "test/e2e/interrupt.test.ts": 420,
  "test/e2e/pipelines.test.ts": 180,
  "test/e2e/rehearse.test.ts": 180,
  "test/e2e/gallery.test.ts": 120,
  "test/e2e/canary.test.ts": 150,
  "test/e2e/faults.test.ts": 120,
  "test/e2e/adoption.test.ts": 60,
  "test/e2e/db-drift.test.ts": 120,
  "test/e2e/bad-input.test.ts": 90,
  "test/e2e/release.test.ts": 40,
  "test/e2e/backups.test.ts": 30,
  "test/e2e/drift.test.ts": 45,
  "test/e2e/up.test.ts": 90,
  "test/e2e/policy.test.ts": 45,
  "test/e2e/doctor.test.ts": 45,
  "test/e2e/clients.test.ts": 60,
  "test/unit/database/adopt.test.ts": 60,
  "test/unit/database/adopt-refused.test.ts": 30,
};
const anyOther = 15;

/** Seconds that a suite may take. @param suite its file, from the checkout */
export const budgetOf = (suite: string): number => suites[suite] ?? anyOther;
