/** Every action that a workflow may use: the release and the commit that its tag named. The one table. */
export const pins = {
  "actions/checkout": { version: "v7.0.1", commit: "3d3c42e5aac5ba805825da76410c181273ba90b1" },
  "actions/setup-node": { version: "v7.0.0", commit: "820762786026740c76f36085b0efc47a31fe5020" },
} as const satisfies Record<string, { version: string; commit: string }>;

export type Action = keyof typeof pins;
