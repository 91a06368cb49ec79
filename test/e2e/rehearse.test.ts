import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { quoted } from "../../src/ops/shell.ts";
import { Scratch } from "../support/scratch.ts";

/** Whole stacks, exactly as their files say, from nothing to nothing. */
const scratch = new Scratch();
const temporary = join(scratch.folder, "tmp");
mkdirSync(temporary);
const journals = process.env["GROUNDPLAN_JOURNALS"];
afterAll(async () => {
  expect(readdirSync(temporary).filter((name) => name.startsWith("groundplan-rehearsal-"))).toEqual([]);
  await scratch.remove();
});

interface Verdict {
  readonly ok: boolean;
  readonly owner: { readonly stack: string; readonly resources: number } | null;
  readonly resources: Readonly<Record<string, number>>;
  readonly phases: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly problems: readonly string[];
    readonly calls: Readonly<Record<string, { readonly reads: number; readonly writes: number }>>;
  }[];
}

const journalLines = (file: string) =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { vendor: string; method: string; path: string });

function keep(file: string, name: string): void {
  if (journals === undefined) return;
  mkdirSync(journals, { recursive: true });
  copyFileSync(file, join(journals, `${name}.jsonl`));
}

// At the same time: most of a rehearsal is GitHub's one write a second.
describe.concurrent("rehearse", () => {
  it("stands a stack up that is not the owner, the owner's part first and counted apart", async () => {
    const [state, journal, files] = ["state.json", "journal.jsonl", "files"].map((name) => join(scratch.folder, name));
    if (state === undefined || journal === undefined || files === undefined) throw new Error("three names were given");
    const out = ["--state-out", state, "--journal-out", journal, "--files-out", files];
    const ran = await scratch.groundplan(["rehearse", "--stack", "staging", "--json", ...out], {
      environment: { TMPDIR: temporary },
    });
    expect(ran.code, ran.stderr).toBe(0);
    const verdict: Verdict = JSON.parse(ran.stdout);
    expect(verdict.phases.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      "validate passed",
      "owner production passed",
      "up passed",
      "preview passed",
      "checks passed",
      "protection passed",
      "destroy passed",
      "protection production passed",
      "destroy production passed",
    ]);
    expect(verdict.owner).toMatchObject({ stack: "production" });
    for (const name of ["preview", "protection"]) {
      const calls = Object.values(verdict.phases.find((phase) => phase.name === name)?.calls ?? {});
      expect(calls.reduce((sum, { writes }) => sum + writes, 0)).toBe(0);
    }
    const stood = JSON.parse(readFileSync(state, "utf8"));
    expect(stood.vercel.projects.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      "overview-web-production",
      "overview-web-staging",
    ]);
    expect(new Set(journalLines(journal).map(({ vendor }) => vendor))).toEqual(
      new Set(["vercel", "github", "supabase", "sentry", "posthog"]),
    );
    expect(readFileSync(join(files, ".env.example"), "utf8")).toContain("NEXT_PUBLIC_SENTRY_DSN=");
    expect(readFileSync(join(files, ".github", "workflows", "ci.yml"), "utf8")).toContain("Generated from");
    keep(journal, "rehearsal-staging");
    expect((await scratch.shell("ls -A .groundplan")).stdout).toBe("");
  });

  it("needs no network and takes no token along", async () => {
    const journal = join(scratch.folder, "offline.jsonl");
    const canaries = {
      VERCEL_API_TOKEN: "CanaryVercelToken0123456789",
      SUPABASE_ACCESS_TOKEN: `sbp_${"ca".repeat(20)}`,
      GITHUB_TOKEN: `ghp_${"canary".repeat(6)}`,
      SENTRY_AUTH_TOKEN: "sntrys_canary0123456789",
      POSTHOG_API_KEY: "phx_canary0123456789",
      AWS_SECRET_ACCESS_KEY: "canaryAwsSecret0123456789",
    };
    const command = [process.execPath, join(scratch.project, "src", "cli.ts"), "rehearse", "--stack", "production"];
    const line = [...command, "--json", "--journal-out", journal].map(quoted).join(" ");
    // Without network namespaces (macOS, a locked-down container) the rehearsal itself is still held to its word.
    const alone = spawnSync("unshare", ["-rn", "true"]).status === 0;
    const ran = alone
      ? await scratch.command("unshare", ["-rn", "sh", "-c", `ip link set lo up && ${line}`], {
          environment: { ...canaries, TMPDIR: temporary },
        })
      : await scratch.shell(line, { environment: { ...canaries, TMPDIR: temporary } });
    expect(ran.code, ran.stderr).toBe(0);
    expect((JSON.parse(ran.stdout) as Verdict).ok).toBe(true);
    const text = readFileSync(journal, "utf8") + ran.stdout + ran.stderr;
    expect(Object.values(canaries).filter((canary) => text.includes(canary))).toEqual([]);
    keep(journal, "rehearsal-production");
  });

  it("names what it does not know", async () => {
    const stack = await scratch.groundplan(["rehearse", "--stack", "stagin"]);
    expect(stack.code).toBe(1);
    expect(stack.stderr).toContain('there is no stack "stagin"');
    const platform = await scratch.groundplan(["rehearse", "--platform", "overveiw"]);
    expect(platform.code).toBe(1);
    expect(platform.stderr).toContain('is "overveiw"; allowed: overview');
  });
});
