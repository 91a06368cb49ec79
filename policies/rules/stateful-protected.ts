import { judged, notApplicable, type ResourceRule } from "../rule.ts";

/** What cannot be made again once it is deleted: code with its history, data, deployments with their domains, collected events. */
const stateful: Readonly<Record<string, string>> = {
  "github:index/repository:Repository": "the repository",
  "supabase:index/project:Project": "the Supabase project with its database",
  "vercel:index/project:Project": "the Vercel project with its deployments",
  "sentry:index/sentryProject:SentryProject": "the Sentry project with its issues",
  "posthog:index/project:Project": "the PostHog project with its events",
};

export const rule: ResourceRule = {
  name: "stateful-protected",
  description: "Whatever holds data is protected against deletion where the environment's data must survive.",
  why: "A rename, a moved line or a careless destroy would delete it, and no run brings it back.",
  remediation:
    "Give the resource the option protect: true, or opt the environment out with a reason (optOuts.protection).",
  severity: "critical",

  judge({ type, name, isProtected }, stack) {
    const what = stateful[type];
    if (what === undefined) return notApplicable("it holds nothing that cannot be made again");
    if (!stack.protectsData) return notApplicable("no data of this environment must survive");
    if (stack.unprotectedBecause !== undefined) return notApplicable(`opted out: ${stack.unprotectedBecause}`);
    if (isProtected) return judged([]);
    return judged([
      {
        problem: `${name}, ${what}, is not protected in the stack "${stack.name}", whose data must survive.`,
        fix: `give it the option protect: true; to remove it on purpose later: pulumi state unprotect --stack ${stack.name} '<urn>'`,
      },
    ]);
  },
};
