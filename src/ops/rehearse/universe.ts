import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeOf } from "../../engine/home.ts";
import { askLoopback, startLoopback, stopLoopback } from "../../engine/loopback.ts";
import type { CommandContext } from "../command.ts";
import { loopbackOf, type Universe } from "../open-stack.ts";

/** What the processes of a rehearsal get of the machine's environment: nothing that holds a token or names an account. */
const allowed = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "XDG_CACHE_HOME", "NODE_COMPILE_CACHE"];

/** A port on which nobody listens: what honours a proxy and wants to leave this machine ends there. */
const nowhere = "http://127.0.0.1:9";
const closed = { http_proxy: nowhere, https_proxy: nowhere, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere };

/** What stands at the vendors, by vendor and kind, as their own APIs show it. */
export type VendorState = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;

/** One call of a vendor's API, as far as a rehearsal reads it. */
export interface VendorCall {
  readonly vendor: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A scratch universe: a folder of its own, a loopback cloud of its own, made-up secrets. Nothing of the user's is in it. */
export class ScratchUniverse implements Universe {
  readonly folder: string;
  readonly home: Universe["home"];
  readonly loopback: Universe["loopback"];
  /** The command's context with the environment that is allowed here. */
  readonly context: CommandContext;
  readonly secrets: string[] = [];
  private seen = 0;

  private constructor(folder: string, loopback: Universe["loopback"], context: CommandContext) {
    this.folder = folder;
    this.home = homeOf(folder);
    this.loopback = loopback;
    this.context = context;
  }

  static async open(context: CommandContext): Promise<ScratchUniverse> {
    const folder = mkdtempSync(join(tmpdir(), "groundplan-rehearsal-"));
    const environment = {
      ...Object.fromEntries(Object.entries(context.environment).filter(([name]) => allowed.includes(name))),
      ...closed,
    };
    const inside = { ...context, environment };
    try {
      const loopback = await startLoopback({ ...loopbackOf(inside, homeOf(folder)), basePort: 0 });
      return new ScratchUniverse(folder, loopback, inside);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  invented(value: string): void {
    this.secrets.push(value);
  }

  async seed(accounts: Readonly<Record<string, object>>): Promise<void> {
    for (const [vendor, given] of Object.entries(accounts))
      await askLoopback(this.loopback, "POST", "seed", { vendor, accounts: given });
  }

  async state(): Promise<VendorState> {
    return (await askLoopback(this.loopback, "GET", "state")) as VendorState;
  }

  /** Every call since the last look. */
  async calls(): Promise<readonly VendorCall[]> {
    const answer = (await askLoopback(this.loopback, "GET", `journal?since=${this.seen}`)) as {
      readonly next: number;
      readonly entries: readonly VendorCall[];
    };
    this.seen = answer.next;
    return answer.entries;
  }

  /** Requests that no route answered. */
  async unknownRoutes(): Promise<readonly string[]> {
    const { vendors } = (await askLoopback(this.loopback, "GET", "status")) as {
      readonly vendors: Readonly<Record<string, { readonly unknownRoutes: number }>>;
    };
    return Object.entries(vendors).flatMap(([vendor, { unknownRoutes }]) =>
      unknownRoutes > 0 ? [`${vendor}: ${unknownRoutes}`] : [],
    );
  }

  /** All calls of this universe as JSON lines, without tokens and secret values. */
  journal(): string {
    return readFileSync(join(this.home.loopback, "journal.jsonl"), "utf8");
  }

  /** Ends what runs and removes everything. */
  async close(): Promise<void> {
    await stopLoopback(this.home.loopback);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
