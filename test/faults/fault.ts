/** A fault as the loopback's control route `POST faults` takes it. */
export interface Fault {
  readonly vendor: string;
  /** An HTTP method, or `write`. Absent: all. */
  readonly method?: string;
  readonly pathPattern?: string;
  /** So many matching requests are spoilt… */
  readonly times: number;
  /** …after so many went through. */
  readonly skip?: number;
  readonly kind: "status" | "slow" | "drop-request" | "drop-response" | "garbage";
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ms?: number;
}

/**
 * Every nth matching request from the first on, up to `count` of them. A request that one fault has spoilt is not seen
 * by those after it, so each skips one less than its place says.
 */
export const everyNth = (nth: number, count: number, fault: Omit<Fault, "times" | "skip">): Fault[] =>
  Array.from({ length: count }, (_, index) => ({ ...fault, times: 1, skip: (nth - 1) * index }));
