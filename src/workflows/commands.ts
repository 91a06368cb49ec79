/** What lets a command in: nothing, the vendor of the applications, that of the database, or all vendors and the stack's state. */
export type Entry = "nothing" | "applications" | "database" | "stack";

interface CommandFacts {
  readonly flags: readonly string[];
  /** Names that it writes into the file of $GITHUB_OUTPUT. */
  readonly outputs: readonly string[];
  readonly enters: Entry;
  /** It changes what a stack is, so two of them must never run at once. */
  readonly changes: boolean;
}

/** The `groundplan` commands that jobs call, with their flags and outputs. What is not here cannot be called. */
export const commands = {
  up: { flags: ["stack"], outputs: [], enters: "stack", changes: true },
  preview: { flags: ["stack", "refresh", "expect-no-changes"], outputs: [], enters: "stack", changes: false },
  rehearse: { flags: ["stack"], outputs: [], enters: "nothing", changes: false },
  deploy: {
    flags: ["stack", "app", "ref", "hold"],
    outputs: ["deployment", "url"],
    enters: "applications",
    changes: true,
  },
  smoke: { flags: ["stack", "url", "before-migrations"], outputs: [], enters: "applications", changes: false },
  promote: {
    flags: ["stack", "deployment"],
    outputs: ["deployment", "previous"],
    enters: "applications",
    changes: true,
  },
  rollback: { flags: ["stack", "to"], outputs: ["deployment"], enters: "applications", changes: true },
  health: { flags: ["stack", "url"], outputs: [], enters: "nothing", changes: false },
  "db migrate": { flags: ["stack"], outputs: [], enters: "database", changes: true },
  "db backup": { flags: ["stack", "out"], outputs: ["file"], enters: "database", changes: false },
} as const satisfies Record<string, CommandFacts>;

export type Command = keyof typeof commands;
export type CommandFlag<Name extends Command> = (typeof commands)[Name]["flags"][number];
export type CommandOutput<Name extends Command> = (typeof commands)[Name]["outputs"][number];

/** Pipelines whose command is still to come: they are left out rather than calling what does not exist. */
export const awaited: Readonly<Record<string, string>> = {
  verdict: "verdict",
  "restore-drill": "db drill",
  rotate: "rotate",
};
