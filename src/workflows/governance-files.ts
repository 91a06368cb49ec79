import { stringify } from "yaml";
import { incidentLabel } from "../spec/governance.ts";
import type { RepositorySpec } from "../spec/repository.ts";
import { headerOf, type RenderedFile } from "./render.ts";

/** The files by which GitHub governs a repository, as the platform declares them. The same for the same spec. */
export const governanceFiles = (spec: RepositorySpec): RenderedFile[] => [
  ...(spec.codeOwners.length === 0 ? [] : [codeOwners(spec)]),
  dependabot(spec),
  incidentForm(),
  securityPolicy(spec),
];

/** Where GitHub looks for code owners, in its order: the first file that it finds is the only one that counts. */
const [first, ...shadowed] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;
export const codeOwnersPath = first;

const header = headerOf("src/platform.ts");
const commented = header.map((line) => `# ${line}\n`).join("");
/** Without aliases, which `stringify` makes of a part that stands twice: GitHub's own reader of dependabot.yml refuses them. */
const yaml = (value: object): string =>
  `${commented}${stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })}`;

/** Files that count no more once one of ours stands at the path. */
export const shadowedBy = (path: string): readonly string[] => (path === codeOwnersPath ? shadowed : []);

/** What people do with a file of their own that stands where one of ours has to, so that nothing of it is lost. */
export function wayOut(path: string): string {
  const declared = "src/platform.ts, then delete the file";
  if (path.endsWith("CODEOWNERS")) return `move its lines into repository.codeOwners of ${declared}`;
  if (path === ".github/dependabot.yml") return `say what it is for in repository.updates of ${declared}`;
  if (path === ".github/SECURITY.md") return `keep its address as repository.securityContact of ${declared}`;
  return "rename the file";
}

/** GitHub Docs, "About code owners": of the lines that match a file, the last one counts. */
function codeOwners({ codeOwners: rules }: RepositorySpec): RenderedFile {
  const lines = rules.map(({ pattern, owners }) => `${pattern} ${owners.join(" ")}`);
  return { path: codeOwnersPath, content: `${commented}${lines.join("\n")}\n` };
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

/** In `.github`, where GitHub looks first: a SECURITY.md that people wrote at the root stays, for who reads the tree. */
function securityPolicy(spec: RepositorySpec): RenderedFile {
  const content = `<!-- ${header.join(". ")} -->
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
