/** The places where a run leaves something, and which secret may stand in which. */

/** Where a secret may stand, and why. Each is a file for its owner alone, or a command whose purpose is to print it. */
export const declared: readonly { readonly where: RegExp; readonly canary: RegExp; readonly why: string }[] = [
  {
    where: /^\.groundplan\/loopback\/control\.json$/,
    canary: /^(token|control token)/,
    why: "how this user's clients find and enter the loopback cloud",
  },
  { where: /^\.groundplan\/loopback\/state\.key$/, canary: /^state key$/, why: "opens the loopback's state beside it" },
  {
    where: /^\.groundplan\/loopback\/postgres\/superuser\.password$/,
    canary: /^superuser/,
    why: "the loopback's own way into its Postgres",
  },
  {
    where: /^\.groundplan\/stacks\/local\/passphrase$/,
    canary: /^passphrase$/,
    why: "opens the secrets of a stack that lives on this machine",
  },
  { where: /^groundplan env: stdout$/, canary: /^token /, why: "exports for the caller's shell, to be given to eval" },
  {
    where: /^groundplan db url: stdout$/,
    canary: /^secret SUPABASE_DB_PASSWORD/,
    why: "the database's address is asked for with its password",
  },
];

/** The sink that a file of a project belongs to; undefined for what a run does not touch. */
export function sinkOfFile(file: string): string | undefined {
  if (file.startsWith("node_modules")) return undefined;
  if (!file.startsWith(".groundplan/")) return "project tree";
  if (file.startsWith(".groundplan/pulumi/")) return "PULUMI_HOME";
  if (file === ".groundplan/loopback/journal.jsonl") return "loopback journal";
  if (file === ".groundplan/loopback/state.json") return "loopback state";
  if (file.startsWith(".groundplan/loopback/")) return "loopback's other files";
  return file.startsWith(".groundplan/state/") ? "state files" : "stack files";
}
