import { join } from "node:path";
import { homeOf } from "../../engine/home.ts";
import { askLoopback, type Control, runningLoopback, startLoopback, stopLoopback } from "../../engine/loopback.ts";
import { PlatformError } from "../../errors.ts";
import type { CommandContext, Handler } from "../command.ts";
import { table } from "../report.ts";

const folder = ({ project, environment }: CommandContext): string =>
  homeOf(project, environment["GROUNDPLAN_HOME"]).loopback;

export const start: Handler = async (context) => {
  const given = context.flags["basePort"];
  const basePort = typeof given === "string" ? portOf(given) : undefined;
  const control = await startLoopback({
    home: folder(context),
    main: join(context.installation, "loopback", "main.ts"),
    machine: context.environment,
    ...(basePort === undefined ? {} : { basePort }),
    rotateTokens: context.flags["rotateTokens"] === true,
  });
  const { controlToken: _token, environment: _secrets, ...told } = control;
  return { code: 0, json: told, text: table(Object.entries(control.origins)) };
};

export const stop: Handler = async (context) => {
  const stopped = await stopLoopback(folder(context));
  return {
    code: 0,
    json: { stopped },
    text: stopped ? "The loopback cloud is stopped; its state stays." : "It was not running.",
  };
};

export const state: Handler = async (context) => {
  const found = (await askLoopback(running(context), "GET", "state")) as Record<
    string,
    Record<string, readonly unknown[]>
  >;
  const rows = Object.entries(found).flatMap(([vendor, kinds]) =>
    Object.entries(kinds).map(([kind, objects]) => [vendor, kind, String(objects.length)]),
  );
  return { code: 0, json: found, text: table(rows) };
};

export const journal: Handler = async (context) => {
  const found = (await askLoopback(running(context), "GET", "journal")) as {
    readonly entries: readonly Record<string, unknown>[];
  };
  const rows = found.entries.map(({ vendor, method, path, status, ms }) =>
    [vendor, method, path, status, `${ms} ms`].map(String),
  );
  return { code: 0, json: found.entries, text: table(rows) };
};

function running(context: CommandContext): Control {
  const control = runningLoopback(folder(context));
  if (control !== undefined) return control;
  throw new PlatformError({
    code: "loopback/not-running",
    where: folder(context),
    problem: "the loopback cloud of this checkout is not running",
    fix: "npx groundplan loopback start",
  });
}

function portOf(given: string): number {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_000) return port;
  throw new PlatformError({
    code: "loopback/port",
    where: "--base-port",
    problem: `is "${given}": a whole number from 0 (find free ones) to 65000 is wanted`,
    fix: "npx groundplan loopback start --base-port 4700",
  });
}
