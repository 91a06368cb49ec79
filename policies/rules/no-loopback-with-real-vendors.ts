import { loopbackIn, programTextOf } from "../addresses.ts";
import { judged, notApplicable, type ResourceRule } from "../rule.ts";
import { textsOf } from "../values.ts";

export const rule: ResourceRule = {
  name: "no-loopback-with-real-vendors",
  description: "No address of the machine that runs Pulumi stands in a stack whose vendors are real.",
  why: "To a vendor's server localhost is the vendor's server: sign-ins lead nowhere and webhooks reach nobody.",
  remediation:
    "Declare an address that others can reach. A value meant for development needs an exemption with its reason.",
  severity: "high",

  judge({ type, inputs }, stack) {
    if (stack.usesLoopback) return notApplicable("the vendors of this stack run on this machine");
    const { texts, unread } = textsOf(inputs, programTextOf(type));
    const found = texts.flatMap(({ path, text }) => {
      const address = loopbackIn(text);
      return address === undefined ? [] : [{ path, address }];
    });
    return judged(
      found.map(({ path, address }) => ({
        problem: `The input ${path} holds ${address}, an address of this machine; the vendors of the stack "${stack.name}" are real.`,
        fix: "declare an address that others can reach, or exempt the input in policies/exemptions.ts with a reason",
        path,
      })),
      unread,
    );
  },
};
