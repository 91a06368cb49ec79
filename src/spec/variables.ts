import { z } from "zod";

/** Where an application variable's value comes from. Plain data; each vendor's component resolves its own with Outputs. */
const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be letters, digits and underscores, not a digit first");

const sourceSchema = z
  .discriminatedUnion("from", [
    z.strictObject({ from: z.literal("literal"), value: z.string() }),
    z.strictObject({ from: z.literal("database"), property: z.enum(["url", "publishableKey", "secretKey", "ref"]) }),
    z.strictObject({ from: z.literal("errors"), property: z.enum(["dsn"]) }),
    z.strictObject({ from: z.literal("analytics"), property: z.enum(["key", "host"]) }),
    z.strictObject({ from: z.literal("secret"), name: z.string() }),
    z.strictObject({ from: z.literal("setting"), name: z.string() }),
    z.strictObject({
      from: z.literal("app"),
      property: z.enum(["url", "host", "projectId", "teamId"]),
      app: z.string().optional(),
    }),
    z.strictObject({ from: z.literal("appEnv") }),
  ])
  .describe("a reference: literal, fromDatabase, fromErrors, fromAnalytics, fromApp, secret, setting or appEnv");

export const variablesSchema = z.record(variableName, sourceSchema).default({});

export type VariableSource = z.output<typeof sourceSchema>;

/** A variable as one application gets it. */
export interface VariableSpec {
  readonly name: string;
  readonly source: VariableSource;
  /** Every visitor can read it. */
  readonly isPublic: boolean;
  /** The value is a secret: stored so that the vendor never shows it again. */
  readonly sensitive: boolean;
}

type Source<From extends VariableSource["from"]> = Extract<VariableSource, { from: From }>;

/** The same text in every environment. */
export const literal = (value: string): Source<"literal"> => ({ from: "literal", value });
/** A fact of the environment's Supabase project. */
export const fromDatabase = (property: Source<"database">["property"]): Source<"database"> => ({
  from: "database",
  property,
});
/** A fact of the environment's Sentry project. */
export const fromErrors = (property: Source<"errors">["property"]): Source<"errors"> => ({ from: "errors", property });
/** A fact of the environment's PostHog project. */
export const fromAnalytics = (property: Source<"analytics">["property"]): Source<"analytics"> => ({
  from: "analytics",
  property,
});
/** A fact of an application: its address from the first host of its stack file, its Vercel ids. Without a name: the application itself. */
export const fromApp = (property: Source<"app">["property"], app?: string): Source<"app"> => ({
  from: "app",
  property,
  ...(app === undefined ? {} : { app }),
});
/** A secret of the catalogue; its value never passes through the definition. */
export const secret = (name: string): Source<"secret"> => ({ from: "secret", name });
/** A public value that differs by environment: `settings.<name>` of the stack file. */
export const setting = (name: string): Source<"setting"> => ({ from: "setting", name });
/** `development`, `staging` or `production`. */
export const appEnv = (): Source<"appEnv"> => ({ from: "appEnv" });

/** True when the value behind a reference must not be readable. */
export const isSecretSource = (source: VariableSource): boolean =>
  source.from === "secret" || (source.from === "database" && source.property === "secretKey");
