import { z } from "zod";
import { targetSchema, variableTypeSchema } from "./project-schema.ts";
import { badRequest, refuse } from "./refusal.ts";
import { refuseUnknownEnvironments } from "./scope.ts";
import { type Context, type StoredTeam, type StoredVariable, tick } from "./state.ts";
import { plainValue } from "./variable-view.ts";

const key = z
  .string()
  .max(256)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "may only hold letters, digits and underscores, and not start with a digit");
const value = z.string().max(65_536);
const fields = {
  target: z.array(targetSchema).optional(),
  gitBranch: z.string().max(250).nullable().optional(),
  customEnvironmentIds: z.array(z.string()).optional(),
  comment: z.string().max(500).optional(),
};
export const newVariable = z
  .object({ key, value, type: variableTypeSchema, ...fields })
  .refine(
    ({ target, customEnvironmentIds }) => target || customEnvironmentIds,
    "needs `target` or `customEnvironmentIds`",
  );
export const variableUpdate = z.strictObject({
  key: key.optional(),
  value: value.optional(),
  type: variableTypeSchema.optional(),
  ...fields,
});

export type NewVariable = z.output<typeof newVariable>;

interface Adding {
  readonly context: Context;
  readonly team: StoredTeam | undefined;
  /** Overwrite the one variable that is in the way instead of refusing. */
  readonly upsert: boolean;
}

/**
 * A new variable that is not in the state yet, or with `upsert` the stored one, overwritten.
 * @throws Refusal 400: what Vercel does not allow, or `ENV_CONFLICT` with the one that is in the way.
 */
export function addVariable(projectId: string, wanted: NewVariable, { context, team, upsert }: Adding): StoredVariable {
  const others = overlapping(projectId, wanted, context);
  const [stored] = others;
  refuseImpossible(wanted, upsert ? stored : undefined, team);
  refuseUnknownEnvironments(wanted.customEnvironmentIds ?? [], projectId, context);
  if (!upsert || others.length > 1) refuseTaken(wanted, others, projectId);
  if (stored) return write(stored, wanted, context);
  return write(blankVariable(projectId, context), wanted, context);
}

/** Changes what `changes` names. @throws Refusal as `addVariable` does. */
export function changeVariable(
  variable: StoredVariable,
  changes: z.output<typeof variableUpdate>,
  { context, team }: Omit<Adding, "upsert">,
): void {
  const { id, projectId } = variable;
  const wanted = {
    key: changes.key ?? variable.key,
    value: changes.value ?? plainValue(variable),
    type: changes.type ?? variable.type,
    target: changes.target ?? variable.target,
    gitBranch: changes.gitBranch === undefined ? variable.gitBranch : changes.gitBranch,
    customEnvironmentIds: changes.customEnvironmentIds ?? variable.customEnvironmentIds,
    comment: changes.comment ?? variable.comment,
  };
  refuseImpossible(wanted, variable, team);
  refuseUnknownEnvironments(wanted.customEnvironmentIds, projectId, context);
  const others = overlapping(projectId, wanted, context).filter((other) => other.id !== id);
  refuseTaken(wanted, others, projectId);
  write(variable, wanted, context);
}

function blankVariable(projectId: string, context: Context): StoredVariable {
  const at = tick(context);
  return {
    id: context.id(16),
    projectId,
    key: "",
    value: "",
    type: "plain",
    target: [],
    gitBranch: null,
    customEnvironmentIds: [],
    comment: "",
    createdAt: at,
    updatedAt: at,
  };
}

function write(variable: StoredVariable, wanted: NewVariable, context: Context): StoredVariable {
  variable.key = wanted.key;
  variable.value = wanted.type === "plain" ? wanted.value : context.secret(wanted.value);
  variable.type = wanted.type;
  variable.target = [...(wanted.target ?? [])];
  variable.gitBranch = wanted.gitBranch || null;
  variable.customEnvironmentIds = [...(wanted.customEnvironmentIds ?? [])];
  variable.comment = wanted.comment ?? "";
  variable.updatedAt = tick(context);
  return variable;
}

/** The variables of the same key that some deployment would see together with `wanted`. */
function overlapping(projectId: string, wanted: NewVariable, { state }: Context): StoredVariable[] {
  return state.variables.filter(
    (other) =>
      other.projectId === projectId &&
      other.key === wanted.key &&
      (other.customEnvironmentIds.some((id) => wanted.customEnvironmentIds?.includes(id)) ||
        (other.gitBranch === (wanted.gitBranch || null) &&
          other.target.some((target) => wanted.target?.includes(target)))),
  );
}

function refuseTaken(wanted: NewVariable, [other]: readonly StoredVariable[], projectId: string): void {
  if (!other) return;
  throw refuse(
    400,
    "ENV_CONFLICT",
    `Another Environment Variable with the Name ${wanted.key} and an overlapping target exists already.`,
    {
      key: wanted.key,
      envVarId: other.id,
      envVarKey: other.key,
      target: other.target,
      ...(other.gitBranch !== null && { gitBranch: other.gitBranch }),
      project: projectId,
    },
  );
}

/** Vercel REST: sensitive values are for deployments alone and stay so; a branch belongs to previews. */
function refuseImpossible(wanted: NewVariable, stored: StoredVariable | undefined, team: StoredTeam | undefined): void {
  const targets = wanted.target ?? [];
  if (wanted.type === "sensitive" && targets.includes("development"))
    throw badRequest("Sensitive Environment Variables cannot target the development environment.");
  if (stored?.type === "sensitive" && wanted.type !== "sensitive")
    throw badRequest("The type of a Sensitive Environment Variable cannot be changed.");
  if (wanted.gitBranch && targets.join() !== "preview")
    throw badRequest("A Git branch can only be set for the preview environment.");
  if (targets.length === 0 && !wanted.customEnvironmentIds?.length)
    throw badRequest("An Environment Variable needs at least one target.");
  if (
    team?.sensitiveEnvironmentVariablePolicy === "on" &&
    wanted.type !== "sensitive" &&
    targets.some((target) => target !== "development")
  )
    throw badRequest("The team's policy requires Environment Variables of production and preview to be sensitive.");
}
