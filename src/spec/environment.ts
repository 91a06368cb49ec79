import { z } from "zod";

/** The kinds of environment. This file is the only code in which these words decide anything: everything else asks for a capability. */
export const environmentKinds = ["local", "staging", "production"] as const;
export type EnvironmentKind = (typeof environmentKinds)[number];

/** The stack that a command works on unless it is told another. */
export const defaultStack: EnvironmentKind = "local";

/** What an application reads as `APP_ENV`. */
const appEnvironments = ["development", "staging", "production"] as const;
type AppEnvironment = (typeof appEnvironments)[number];

/** What one environment is and what may be done to it. */
export interface Environment {
  readonly kind: EnvironmentKind;
  /** The value of `APP_ENV` in every application and function. */
  readonly appEnv: AppEnvironment;
  /** The vendors' own servers, or the loopback cloud on this machine. */
  readonly vendors: "real" | "loopback";
  readonly usesLoopback: boolean;
  /** Data in it must survive: stateful resources are protected, a seed never runs. */
  readonly protectsData: boolean;
  /** A deployment waits for a person. */
  readonly requiresApproval: boolean;
  /** `groundplan destroy` may take it down without unprotecting it first. */
  readonly allowsDestroy: boolean;
  /** Declares the repository, its rules, its files and every GitHub environment. */
  readonly ownsRepository: boolean;
  /** Declares the Vercel projects that several stacks share. */
  readonly ownsSharedProjects: boolean;
  /** Secrets are made up on this machine and may be absent from the committed stack file. */
  readonly inventsSecrets: boolean;
  /** Payment keys are live; everywhere else they must be test keys. */
  readonly usesLiveKeys: boolean;
}

const traits = {
  local: { appEnv: "development", protectsData: false, allowsDestroy: true, inventsSecrets: true, usesLiveKeys: false },
  staging: { appEnv: "staging", protectsData: true, allowsDestroy: false, inventsSecrets: false, usesLiveKeys: false },
  production: {
    appEnv: "production",
    protectsData: true,
    allowsDestroy: false,
    inventsSecrets: false,
    usesLiveKeys: true,
  },
} as const satisfies Record<EnvironmentKind, Partial<Environment>>;

export const kindSchema = z.enum(environmentKinds).describe("what kind of environment this stack is");

/** The kind that a stack file names, as far as it can be read from unchecked data. */
export function kindOf(data: unknown): EnvironmentKind | undefined {
  const kind = typeof data === "object" && data !== null && "kind" in data ? data.kind : undefined;
  return kindSchema.safeParse(kind).data;
}

/**
 * @param facts what the stack file says: its kind, its vendors, whether it owns what real stacks share, whether people approve.
 * @returns the capabilities that the rest of the code asks for. The loopback cloud is a universe of its own, so a stack in it owns all of it.
 */
export function environmentOf(facts: {
  kind: EnvironmentKind;
  vendors: "real" | "loopback";
  owner: boolean;
  approvers: number;
}): Environment {
  const usesLoopback = facts.vendors === "loopback";
  const owns = facts.owner || usesLoopback;
  return {
    kind: facts.kind,
    ...traits[facts.kind],
    vendors: facts.vendors,
    usesLoopback,
    requiresApproval: facts.approvers > 0,
    ownsRepository: owns,
    ownsSharedProjects: owns,
  };
}

/** Secrets of this kind are made up on the machine. */
export const inventsSecrets = (kind: EnvironmentKind): boolean => traits[kind].inventsSecrets;

/** Payment keys of this kind are live ones. */
export const usesLiveKeys = (kind: EnvironmentKind): boolean => traits[kind].usesLiveKeys;

/** The vendors that a kind may name: real data must not end in a scratch cloud, and a laptop's stack must not touch an account. */
export const vendorsOf: Readonly<Record<EnvironmentKind, readonly ("real" | "loopback")[]>> = {
  local: ["loopback"],
  staging: ["real", "loopback"],
  production: ["real"],
};

/** What a kind of environment is in a release: where it is tried, or what customers use; nothing for a laptop's. */
export type Stage = "trial" | "live";
const stages: Readonly<Record<EnvironmentKind, Stage | undefined>> = {
  local: undefined,
  staging: "trial",
  production: "live",
};
export const stageOf = (kind: EnvironmentKind): Stage | undefined => stages[kind];
