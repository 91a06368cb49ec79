import { everyNth, type Fault } from "./fault.ts";

/** A way in which a vendor can be unwell for a while. */
export interface Weather {
  readonly name: string;
  /** One sentence for the document. */
  readonly meaning: string;
  faults(vendor: string): readonly Fault[];
}

/** More than one `up` sends to one vendor. */
const enough = 60;
const many = 1_000_000;

export const weathers: readonly Weather[] = [
  {
    name: "429 with Retry-After",
    meaning: "the first 3 calls and then the first 3 writes are refused with 429 and `Retry-After: 1`",
    faults: (vendor) =>
      [{}, { method: "write" }].map((which) => ({
        ...{ vendor, ...which, times: 3, kind: "status", status: 429 },
        headers: { "retry-after": "1" },
      })),
  },
  {
    name: "burst of 500, 502, 503",
    meaning: "the first 3 calls, and then the first 3 writes, are answered 500, 502 and 503, and nothing is done",
    faults: (vendor) =>
      [{}, { method: "write" }].flatMap((which) =>
        [500, 502, 503].map((status): Fault => ({ vendor, ...which, times: 1, kind: "status", status })),
      ),
  },
  {
    name: "slow",
    meaning: "every answer comes 300 ms late",
    faults: (vendor) => [{ vendor, times: many, kind: "slow", ms: 300 }],
  },
  {
    name: "dropped requests",
    meaning: "of all calls every 5th, from the first on, ends in a closed connection before the vendor acts",
    faults: (vendor) => everyNth(5, enough, { vendor, kind: "drop-request" }),
  },
  {
    name: "lost answers",
    meaning: "of all writes every 3rd, from the first on, is done, and then the connection closes",
    faults: (vendor) => everyNth(3, enough, { vendor, method: "write", kind: "drop-response" }),
  },
  {
    name: "garbage bodies",
    meaning:
      "of all reads every 5th and of all writes every 3rd, from the first on, is done and answered with a page of HTML",
    faults: (vendor) => [
      ...everyNth(5, enough, { vendor, method: "GET", kind: "garbage" }),
      ...everyNth(3, enough, { vendor, method: "write", kind: "garbage" }),
    ],
  },
];

/** A vendor that answers 503 to everything, after `skip` calls that went well. */
export const outage = (vendor: string, skip: number): Fault => ({
  vendor,
  skip,
  times: many,
  kind: "status",
  status: 503,
});
