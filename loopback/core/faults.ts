import { z } from "zod";
import { vendorNames } from "./vendor.ts";

const faultKinds = ["status", "slow", "drop-request", "drop-response", "garbage", "echo"] as const;
export type FaultKind = (typeof faultKinds)[number];

const regularExpression = z.string().refine(isRegularExpression, "is not a regular expression");

/**
 * A fault that a test asks for.
 *
 * - `status`: the vendor does nothing and answers `status` with its own error body.
 * - `slow`: the vendor acts, then waits `ms` before it answers, so that a client can be interrupted in between.
 * - `drop-request`: the connection closes before the vendor acts.
 * - `drop-response`: the vendor acts, then the connection closes.
 * - `garbage`: the vendor acts and answers its status with a body that is no JSON.
 * - `echo`: the vendor does nothing and answers `status` with an error that repeats the request's body, secrets and all.
 */
export const faultSchema = z
  .strictObject({
    vendor: z.enum(vendorNames),
    /** An HTTP method, or `write` for any but GET, HEAD and OPTIONS. Absent: all. */
    method: z.string().optional(),
    /** A regular expression found anywhere in the vendor's path. */
    pathPattern: regularExpression.optional(),
    /** So many matching requests are spoilt… */
    times: z.int().min(1),
    /** …after so many matching ones went through. */
    skip: z.int().min(0).default(0),
    kind: z.enum(faultKinds),
    status: z.int().min(400).max(599).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    ms: z.int().min(0).max(600_000).optional(),
  })
  .superRefine((fault, issues) => {
    if ((fault.kind === "status" || fault.kind === "echo") !== (fault.status !== undefined))
      issues.addIssue({
        code: "custom",
        path: ["status"],
        message: 'belongs to the kinds "status" and "echo", which need it (400 to 599)',
      });
    if ((fault.kind === "slow") !== (fault.ms !== undefined))
      issues.addIssue({
        code: "custom",
        path: ["ms"],
        message: 'belongs to kind "slow", which needs it (milliseconds)',
      });
  });

export type Fault = z.output<typeof faultSchema>;

export interface Faults {
  add(fault: Fault): void;
  /** The fault that this request meets, if any. It counts as used. */
  take(vendor: string, method: string, path: string): Fault | undefined;
  /** Every fault with how many requests it met so far: `seen` matched it, `hit` of them were spoilt. */
  list(): readonly (Fault & { readonly seen: number; readonly hit: number })[];
  clear(): void;
}

/** The faults that are set. One request meets one at most: the earliest that still has a time left. */
export function createFaults(): Faults {
  let set: { readonly fault: Fault; seen: number; hit: number }[] = [];
  return {
    add: (fault) => void set.push({ fault, seen: 0, hit: 0 }),
    take(vendor, method, path) {
      for (const entry of set) {
        if (!matches(entry.fault, vendor, method, path)) continue;
        entry.seen += 1;
        if (entry.seen <= entry.fault.skip || entry.hit >= entry.fault.times) continue;
        entry.hit += 1;
        return entry.fault;
      }
      return undefined;
    },
    list: () => set.map(({ fault, seen, hit }) => ({ ...fault, seen, hit })),
    clear() {
      set = [];
    },
  };
}

function matches(fault: Fault, vendor: string, method: string, path: string): boolean {
  return (
    fault.vendor === vendor &&
    (fault.method === undefined || matchesMethod(fault.method, method)) &&
    (fault.pathPattern === undefined || new RegExp(fault.pathPattern).test(path))
  );
}

function matchesMethod(wanted: string, method: string): boolean {
  if (wanted.toLowerCase() === "write") return !["GET", "HEAD", "OPTIONS"].includes(method);
  return wanted.toUpperCase() === method;
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
