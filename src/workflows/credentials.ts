import type { PlatformSpec } from "../spec/platform.ts";
import { type Command, type CommandFlag, type CommandOutput, commands, type Entry } from "./commands.ts";
import { type Condition, secret, type Text, variable } from "./expression.ts";
import { type CommandStep, groundplan, type Variables } from "./step.ts";

/** Where a job's secret comes from. */
export interface Credential {
  /** The secret or variable inside the GitHub environment. */
  readonly name: string;
  /** The variable that the command reads: the vendor's own name of it. */
  readonly variable: string;
  readonly kind: "secret" | "variable";
  /** The platform sets it from its catalogue; the others a person sets once, because they are what lets `up` in. */
  readonly setBy: "platform" | "person";
}

const given = (variable: string, setBy: Credential["setBy"], name = variable): Credential => ({
  ...{ name, variable, setBy },
  kind: "secret",
});

/** What lets a command in, on the platform's own vendors; each step gets only its own. */
export function credentialsFor(
  { apps, database, errors, analytics, release }: PlatformSpec,
  enters: Entry,
): Credential[] {
  const vercel = apps.length === 0 ? [] : [given("VERCEL_API_TOKEN", "platform", "VERCEL_TOKEN")];
  const supabase = database === undefined ? [] : [given("SUPABASE_ACCESS_TOKEN", "platform")];
  if (enters === "nothing") return [];
  if (enters === "applications") return vercel;
  if (enters === "database") return [...supabase, given("SUPABASE_DB_PASSWORD", "platform")];
  const state: Credential[] =
    release.state === "pulumi-cloud"
      ? [given("PULUMI_ACCESS_TOKEN", "person")]
      : [{ ...given("PULUMI_BACKEND_URL", "person"), kind: "variable" }, given("PULUMI_CONFIG_PASSPHRASE", "person")];
  return [
    ...state,
    // GitHub lets no secret begin with GITHUB_, and the run's own token may not administer the repository.
    given("GITHUB_TOKEN", "person", "PLATFORM_GITHUB_TOKEN"),
    ...vercel,
    ...supabase,
    ...(errors === undefined ? [] : [given("SENTRY_AUTH_TOKEN", "person")]),
    ...(analytics === undefined ? [] : [given("POSTHOG_API_KEY", "person")]),
  ];
}

/** A `groundplan` command with what lets it in. */
export function call<Name extends Command>(
  spec: PlatformSpec,
  command: Name,
  flags: Readonly<Partial<Record<CommandFlag<Name>, string | true | Text>>> & { readonly stack: string },
  details: { readonly name?: string; readonly if?: Condition } = {},
): CommandStep<CommandOutput<Name>> {
  const env: Variables = Object.fromEntries(
    credentialsFor(spec, commands[command].enters).map(({ variable: as, name, kind }) => [
      as,
      kind === "secret" ? secret(name) : variable(name),
    ]),
  );
  return groundplan(command, flags, Object.keys(env).length === 0 ? details : { ...details, env });
}
