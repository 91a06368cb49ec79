import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openEventPipe } from "../../src/engine/event-pipe.ts";
import { type EngineReport, reportOf } from "../../src/engine/events.ts";
import { homeOf, makePrivate, stackHome } from "../../src/engine/home.ts";
import { askLoopback, type Control, startLoopback, stopLoopback } from "../../src/engine/loopback.ts";
import type { EngineExit } from "../../src/engine/run.ts";
import { type Deployment, EngineSession, readDeployment } from "../../src/engine/session.ts";
import { prepareStack } from "../../src/engine/stack-file.ts";
import { ensureEngine, installPlugins } from "../../toolchain/ensure.ts";
import type { Visit } from "./gallery.ts";

const run = promisify(execFile);
const checkout = join(import.meta.dirname, "..", "..");
const stack = "gallery";

/** The gallery's own program; another one may be visited as well. */
const galleryProgram = { name: "gallery", folder: join(import.meta.dirname, "program") };

export interface Tour {
  readonly exit: EngineExit;
  readonly report: EngineReport;
  readonly seconds: number;
}

/** The gallery's own universe: the real engine on its program, all vendors on loopback, a scratch folder for everything. */
export class GalleryHouse {
  readonly folder: string;
  readonly control: Control;
  private readonly session: EngineSession;
  private readonly visitFile: string;
  private readonly seed: string;

  private readonly name: string;

  private constructor(folder: string, control: Control, session: EngineSession, seed: string, name: string) {
    this.name = name;
    this.folder = folder;
    this.control = control;
    this.session = session;
    this.seed = seed;
    this.visitFile = join(folder, "visit.json");
  }

  /** @param seed what the planted secrets are made of */
  static async open(seed: string, program = galleryProgram): Promise<GalleryHouse> {
    const folder = mkdtempSync(join(tmpdir(), "groundplan gallery's "));
    const home = homeOf(folder);
    const files = stackHome(home, stack);
    makePrivate(home.folder, home.pulumi, files.folder);
    const names = ["PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "NODE_COMPILE_CACHE"];
    const machine = Object.fromEntries(names.map((name) => [name, process.env[name]]));
    const main = join(checkout, "loopback", "main.ts");
    const [engine, control] = await Promise.all([
      ensureEngine({ environment: machine }),
      startLoopback({ home: home.loopback, main, basePort: 0, machine }),
    ]);
    installPlugins(engine, home.pulumi);
    const session = new EngineSession({
      pulumi: engine.pulumi,
      binFolder: engine.binFolder,
      project: program.folder,
      stack,
      home,
      stackHome: files,
      onLoopback: true,
      vendorVariables: { ...control.environment, GALLERY_VISIT: join(folder, "visit.json") },
      machine,
    });
    const committed = join(folder, "Pulumi.gallery.yaml");
    writeFileSync(committed, 'config:\n  pulumi:disable-default-providers: ["*"]\n');
    await prepareStack(session, program.name, { file: committed, fresh: false, invented: [] });
    const house = new GalleryHouse(folder, control, session, seed, program.name);
    if (program === galleryProgram) await house.byHand("accounts");
    return house;
  }

  /** One engine operation on the gallery as the visit wants it. */
  async tour(args: readonly string[], visit: Omit<Visit, "seed"> | { readonly count: number }): Promise<Tour> {
    writeFileSync(this.visitFile, JSON.stringify({ ...visit, seed: this.seed }));
    const pipe = openEventPipe(join(this.folder, `events-${process.pid}`));
    const started = performance.now();
    const exit = await this.session.run([...args, ...this.session.stackArguments, "--event-log", pipe.path]);
    return { exit, report: reportOf(await pipe.close()), seconds: (performance.now() - started) / 1000 };
  }

  /** Forgets the stack's resources without touching the vendors. */
  async forget(): Promise<void> {
    await this.session.must(["stack", "rm", "--force", "--yes", "--preserve-config", "--stack", stack]);
    await this.session.within(this.session.setup.stackHome.folder).must(["stack", "init", stack]);
  }

  async deployment(): Promise<Deployment> {
    return (await readDeployment(this.session, this.name)) ?? { resources: [], pending: [] };
  }

  get stateFile(): string {
    return join(this.session.setup.home.state, ".pulumi", "stacks", this.name, `${stack}.json`);
  }

  /** `accounts`: puts the gallery's accounts there; `make`: makes what it shows as a stranger would; import ids by vendor and key. */
  async byHand(
    what: "accounts" | "make",
    ...vendors: readonly string[]
  ): Promise<Record<string, Record<string, string>>> {
    const main = join(import.meta.dirname, "by-hand-main.ts");
    const { stdout } = await run(process.execPath, [main, what, this.controlFile, this.seed, ...vendors]);
    return stdout === "" ? {} : JSON.parse(stdout);
  }

  private get controlFile(): string {
    return join(this.session.setup.home.loopback, "control.json");
  }

  ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    return askLoopback(this.control, method, path, body) as Promise<T>;
  }

  /** Hands the journal on to whoever runs the suites, to hold it against the vendors' API descriptions. */
  keepJournal(name: string): void {
    const folder = process.env["GROUNDPLAN_JOURNALS"];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    cpSync(join(this.session.setup.home.loopback, "journal.jsonl"), join(folder, `${name}.jsonl`));
  }

  journalText(): string {
    return readFileSync(join(this.session.setup.home.loopback, "journal.jsonl"), "utf8");
  }

  async close(): Promise<void> {
    await stopLoopback(this.session.setup.home.loopback);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
