import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { connect } from "./client.ts";
import { dnsRecord } from "./dns-record.ts";
import { ruleset } from "./ruleset.ts";
import { zoneSetting } from "./zone-setting.ts";

export const cloudflare = provider({
  name: "cloudflare",
  version: "0.1.0",
  displayName: "Cloudflare",
  config: z.strictObject({}),
  configure: (_, machine) => connect(machine),
  resources: [dnsRecord, ruleset, zoneSetting],
});
