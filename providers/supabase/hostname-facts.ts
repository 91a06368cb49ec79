import { z } from "zod";
import { found, gone, path, type Supabase } from "./client.ts";

export const Answer = z.object({
  status: z.string(),
  custom_hostname: z.string(),
  data: z.object({
    result: z.object({
      // Parts that are not there yet, or no more, may be left out or empty.
      id: z.string().default(""),
      status: z.string().default(""),
      ssl: z.object({
        status: z.string().default(""),
        validation_records: z.array(z.object({ txt_name: z.string(), txt_value: z.string() })).nullish(),
      }),
      ownership_verification: z.object({ type: z.string(), name: z.string(), value: z.string() }).nullish(),
      custom_origin_server: z.string().default(""),
      verification_errors: z.array(z.string()).nullish(),
    }),
  }),
});
type HostnameAnswer = z.output<typeof Answer>;

export const hostnamePath = (ref: string, rest = ""): string => path(ref, `/custom-hostname${rest}`);

/** In force: the project's services answer under the name. */
export const inForce = "5_services_reconfigured";
/** The name is proven to be ours and has a certificate. */
export const verified = ["4_origin_setup_completed", inForce];

const record = z.object({ type: z.string(), name: z.string(), value: z.string() });

export const Outputs = z.object({
  status: z.string().describe("`2_initiated` until the records stand, `5_services_reconfigured` once it is in force."),
  hostnameId: z.string().describe("The vendor's id of the name."),
  hostnameStatus: z.string().describe("Of the name, as the vendor's network has it."),
  customOriginServer: z.string().describe("Where the name's CNAME record must point."),
  ownershipVerification: record.optional().describe("The record that proves whose name it is."),
  ssl: z
    .object({
      status: z.string().describe("Of the certificate."),
      validationRecords: z.array(z.object({ txtName: z.string(), txtValue: z.string() })),
    })
    .describe("The TXT records that the certificate needs."),
});

/** The project's own name, or undefined when there is none. */
export async function readHostname({ http }: Supabase, ref: string): Promise<HostnameAnswer | undefined> {
  const answer = await http.shared(hostnamePath(ref), { accept: gone });
  const none = z.object({ status: z.literal("1_not_started") }).safeParse(answer.body).success;
  return none ? undefined : found(Answer, answer);
}

/**
 * What a program needs to know of it.
 * @param before outputs until now: once the name is verified the vendor stops telling the records, but they must stay
 */
export function outputsOf(
  { status, data: { result } }: HostnameAnswer,
  before: Partial<z.output<typeof Outputs>> = {},
): z.output<typeof Outputs> {
  const owner = result.ownership_verification ?? undefined;
  const ownershipVerification = owner === undefined || owner.name === "" ? before.ownershipVerification : owner;
  const told = (result.ssl.validation_records ?? []).map(({ txt_name, txt_value }) => ({
    txtName: txt_name,
    txtValue: txt_value,
  }));
  return {
    status,
    hostnameId: result.id,
    hostnameStatus: result.status,
    customOriginServer: result.custom_origin_server,
    ...(ownershipVerification === undefined ? {} : { ownershipVerification }),
    ssl: {
      status: result.ssl.status,
      validationRecords: told.length === 0 ? (before.ssl?.validationRecords ?? []) : told,
    },
  };
}
