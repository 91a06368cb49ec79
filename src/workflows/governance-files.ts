import { stringify } from "yaml";
import { incidentLabel } from "../spec/governance.ts";
import type { RepositorySpec } from "../spec/repository.ts";
import { headerStart, type RenderedFile } from "./render.ts";

/** The files by which GitHub governs a repository, as the platform declares them. The same for the same spec. */
export const governanceFiles = (spec: RepositorySpec): RenderedFile[] => [
  ...(spec.codeOwners.length === 0 ? [] : [codeOwners(spec)]),
  dependabot(spec),
  incidentForm(),
  securityPolicy(spec),
];

const header = `${headerStart}src/platform.ts`;
const yaml = (value: object): string => `${header}\n${stringify(value, { lineWidth: 0 })}`;

/** GitHub Docs, "About code owners": of the lines that match a file, the last one counts. */
function codeOwners({ codeOwners: rules }: RepositorySpec): RenderedFile {
  const lines = rules.map(({ pattern, owners }) => `${pattern} ${owners.join(" ")}`);
  return { path: ".github/CODEOWNERS", content: `${[header, ...lines].join("\n")}\n` };
}

/** GitHub Docs, "Dependabot options reference". A cooldown holds back new versions, never security updates. */
function dependabot({ updates: { directories, cooldownDays } }: RepositorySpec): RenderedFile {
  const shared = {
    schedule: { interval: "weekly" },
    ...(cooldownDays === 0 ? {} : { cooldown: { "default-days": cooldownDays } }),
  };
  const grouped = (name: string) => ({ [name]: { patterns: ["*"], "update-types": ["minor", "patch"] } });
  const content = yaml({
    version: 2,
    updates: [
      { "package-ecosystem": "npm", directories: [...directories], ...shared, groups: grouped("npm") },
      { "package-ecosystem": "github-actions", directory: "/", ...shared, groups: grouped("actions") },
    ],
  });
  return { path: ".github/dependabot.yml", content };
}

/** GitHub Docs, "Syntax for GitHub's form schema". */
function incidentForm(): RenderedFile {
  const required = { validations: { required: true } };
  const content = yaml({
    name: "Incident",
    description: incidentLabel.description,
    title: "Incident: ",
    labels: [incidentLabel.name],
    body: [
      {
        type: "dropdown",
        id: "severity",
        attributes: { label: "How bad is it?", options: ["down for everybody", "down for some", "slow or degraded"] },
        ...required,
      },
      {
        type: "input",
        id: "since",
        attributes: { label: "Since when?", description: "UTC, as exactly as you know" },
        ...required,
      },
      {
        type: "textarea",
        id: "seen",
        attributes: {
          label: "What do people see?",
          description: "Addresses, messages, screenshots. No secrets, and no data of customers.",
        },
        ...required,
      },
      { type: "textarea", id: "changed", attributes: { label: "What changed shortly before?" } },
      { type: "textarea", id: "done", attributes: { label: "What was done so far?" } },
    ],
  });
  return { path: ".github/ISSUE_TEMPLATE/incident.yml", content };
}

/** In `.github`, where GitHub looks first: a SECURITY.md that people wrote at the root stays theirs. */
function securityPolicy(spec: RepositorySpec): RenderedFile {
  const content = `<!-- ${header.slice(2)} -->
# Security

Report a weakness ${reportTo(spec)}. Please open no issue and no pull request for it: those are read by everybody who can
read the repository.

Say which address or file it is about, what somebody could do with it, and how to see it. Send no secrets, and no data of
customers.
`;
  return { path: ".github/SECURITY.md", content };
}

function reportTo({ securityContact, visibility, owner, name }: RepositorySpec): string {
  if (securityContact !== undefined) return `to ${securityContact}`;
  if (visibility === "public")
    return `as [a private advisory](https://github.com/${owner}/${name}/security/advisories/new)`;
  return `to an administrator of ${owner}/${name}, in private`;
}
