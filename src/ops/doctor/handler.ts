import { ensureEngine } from "../../../toolchain/ensure.ts";
import { loadDefinition, loadForCommand } from "../../config/command.ts";
import { vendorsOf } from "../../config/reachable.ts";
import { homeOf } from "../../engine/home.ts";
import { runningLoopback } from "../../engine/loopback.ts";
import { PlatformError, PlatformErrors } from "../../errors.ts";
import type { PlatformSpec } from "../../spec/platform.ts";
import type { CommandContext, Handler } from "../command.ts";
import { openStack } from "../open-stack.ts";
import { table } from "../report.ts";
import { type Adoptable, searchAdoptable } from "./adoptable.ts";

/** One thing that must be there. */
interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to type; `…` stands for a value that only the reader has. */
  readonly fix?: string;
}

/** What is missing, in the order in which it can be mended, and what stands at the vendors already. Changes nothing. */
export const handle: Handler = async (context) => {
  const { findings, searchable } = await examine(context);
  const missing = findings.filter(({ ok }) => !ok);
  const rows = findings.map(({ ok, what, found }) => [ok ? "ok" : "MISSING", what, found]);
  const todo = missing.flatMap(({ fix }) => (fix === undefined ? [] : [`  ${fix}`]));
  const next = missing.length === 0 ? "Nothing is missing." : `To do, in this order:\n${todo.join("\n")}`;
  const { found, stopped } =
    missing.length === 0 && searchable ? await searchAdoptable(context) : { found: [], stopped: [] };
  return {
    code: missing.length === 0 && found.length === 0 && stopped.length === 0 ? 0 : 2,
    json: { findings, missing: missing.length, adoptable: found, stopped },
    text: [`${table(rows)}\n\n${next}`, ...adoptionText(String(context.flags["stack"]), found), ...stopped].join("\n"),
  };
};

/** The lines to copy into the stack file. */
function adoptionText(stack: string, found: readonly Adoptable[]): string[] {
  if (found.length === 0) return [];
  const lines = found.map(({ name, id, changes, replaced }) => {
    const remark = replaced
      ? "   # WOULD BE REPLACED: it cannot become what the platform declares"
      : changes.length > 0
        ? `   # up would then set ${changes.join(", ")}`
        : "";
    return `  ${name}: ${id}${remark}`;
  });
  return [
    "",
    `These exist already at the vendors. To take them over, write into Pulumi.${stack}.yaml under groundplan:environment:`,
    "",
    ...["adopt:", ...lines].map((line) => `    ${line}`),
  ];
}

interface Examination {
  readonly findings: readonly Finding[];
  /** The vendors can be asked what stands there without anything being started for it. */
  readonly searchable: boolean;
}

async function examine(context: CommandContext): Promise<Examination> {
  const stack = String(context.flags["stack"]);
  const definition = await loadDefinition(context.project);
  const committed = { directory: context.project, stack, definition, lenient: true };
  const { spec, problems } = load(() => loadForCommand(committed).spec);
  const file = {
    what: `Pulumi.${stack}.yaml`,
    ok: problems.length === 0,
    found: problems.length === 0 ? "valid" : `${problems.length} problem(s)`,
  };
  if (spec === undefined) {
    const told = problems.map((one) => ({ what: one.where, ok: false, found: one.problem, fix: one.fix }));
    return { findings: [file, ...told], searchable: false };
  }
  const engine = await engineFinding(context);
  if (spec.environment.usesLoopback) {
    const home = homeOf(context.project, context.environment["GROUNDPLAN_HOME"]).loopback;
    const running = runningLoopback(home) !== undefined;
    const found = `the loopback cloud; ${running ? "it runs" : "up starts it"}`;
    return { findings: [file, engine, { what: "vendors", ok: true, found }], searchable: running };
  }
  const findings = [
    file,
    engine,
    ...backendFindings(context, stack),
    ...tokenFindings(context, spec),
    ...(await stackFindings(context, spec, engine.ok)),
  ];
  return { findings, searchable: true };
}

function load(read: () => PlatformSpec): { spec?: PlatformSpec; problems: readonly PlatformError[] } {
  try {
    return { spec: read(), problems: [] };
  } catch (error) {
    if (error instanceof PlatformErrors) return { problems: error.problems };
    if (error instanceof PlatformError) return { problems: [error] };
    throw error;
  }
}

async function engineFinding({ environment }: CommandContext): Promise<Finding> {
  for (const engine of ["path", "cache"] as const) {
    try {
      const found = await ensureEngine({ environment, engine, progress: { write: () => true } });
      return { what: "Pulumi engine", ok: true, found: `${found.version}, from ${found.source}` };
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
    }
  }
  return { what: "Pulumi engine", ok: true, found: "none yet; the first up downloads or builds it (about 5 minutes)" };
}

/** Where the stack's state is kept and how its secrets are encrypted; ours to name, theirs to choose. */
function backendFindings({ environment }: CommandContext, stack: string): Finding[] {
  const url = environment["PULUMI_BACKEND_URL"];
  const backend = url ?? (environment["PULUMI_ACCESS_TOKEN"] === undefined ? undefined : "Pulumi Cloud");
  const passphrase = ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"].find(
    (name) => environment[name] !== undefined,
  );
  const needsPassphrase = backend !== "Pulumi Cloud";
  return [
    {
      what: "state backend",
      ok: backend !== undefined,
      found: backend ?? "neither PULUMI_BACKEND_URL nor PULUMI_ACCESS_TOKEN is set",
      fix: "export PULUMI_BACKEND_URL=…   # e.g. s3://bucket, gs://bucket, azblob://container or file://folder; or export PULUMI_ACCESS_TOKEN=… for Pulumi Cloud",
    },
    {
      what: "secrets provider",
      ok: passphrase !== undefined || !needsPassphrase,
      found: passphrase ?? (needsPassphrase ? "no passphrase" : "Pulumi Cloud's own"),
      fix: `export PULUMI_CONFIG_PASSPHRASE=…   # encrypts the secrets of ${stack}; keep it in the team's password manager`,
    },
  ];
}

function tokenFindings({ environment }: CommandContext, spec: PlatformSpec): Finding[] {
  return vendorsOf(spec).map(({ name, token, endpoint, obtain }) => {
    const set = (environment[token] ?? "").trim() !== "";
    return {
      what: `${name} token`,
      ok: set,
      found: set
        ? `${token} is set${environment[endpoint] === undefined ? "" : `, for ${environment[endpoint]}`}`
        : `${token} is not set`,
      fix: `export ${token}=…   # ${obtain}`,
    };
  });
}

async function stackFindings(context: CommandContext, spec: PlatformSpec, engineIsHere: boolean): Promise<Finding[]> {
  const { stack, secrets } = spec;
  const exists = engineIsHere && (await stackExists(context, stack));
  return [
    {
      what: `stack ${stack}`,
      ok: exists,
      found: exists ? "exists" : "is not in the backend",
      fix: `eval "$(npx groundplan env --stack ${stack})" && pulumi stack init ${stack}`,
    },
    ...secrets
      .filter(({ required, isSet }) => required || isSet)
      .map(({ name, isSet, obtain }) => ({
        what: `secret ${name}`,
        ok: isSet,
        found: isSet ? "is set" : "is not set",
        fix: `printf %s … | npx groundplan secrets set ${name} --stack ${stack}   # ${obtain}`,
      })),
  ];
}

async function stackExists(context: CommandContext, stack: string): Promise<boolean> {
  const { environment } = context;
  if (environment["PULUMI_BACKEND_URL"] === undefined && environment["PULUMI_ACCESS_TOKEN"] === undefined) return false;
  const { session } = await openStack(context, { lenient: true });
  const { code } = await session.run(["stack", "--stack", stack, "--show-name"]);
  return code === 0;
}
