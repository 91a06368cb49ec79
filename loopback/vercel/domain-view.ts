import type { StoredDomain } from "./state.ts";

/** Where a registry sells names below two labels; enough for the names that people have. */
const twoLabelSuffix = /\.(?:co|com|org|net|ac|gov)\.[a-z]{2}$/i;

export function domainView(domain: StoredDomain): Record<string, unknown> {
  const apexName = domain.name
    .split(".")
    .slice(twoLabelSuffix.test(domain.name) ? -3 : -2)
    .join(".");
  const { challenge, ...shown } = domain;
  return {
    ...shown,
    apexName,
    ...(challenge !== null && {
      verification: [
        { type: "TXT", domain: `_vercel.${apexName}`, value: challenge, reason: "pending_domain_verification" },
      ],
    }),
  };
}
