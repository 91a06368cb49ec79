import type { Table } from "./mutation.ts";
import {
  githubDeploymentPolicy,
  githubEnvironment,
  githubFile,
  githubRepository,
  githubSecret,
  githubVariable,
} from "./mutations/github.ts";
import {
  githubActionsPermissions,
  githubAlerts,
  githubLabel,
  githubSecurityUpdates,
  githubSubject,
  githubWorkflowPermissions,
} from "./mutations/github-governance.ts";
import { githubRuleset } from "./mutations/github-ruleset.ts";
import { posthogProject } from "./mutations/posthog.ts";
import { sentryKey, sentryProject, sentryTeam } from "./mutations/sentry.ts";
import {
  supabaseApi,
  supabaseFunction,
  supabaseFunctionSecret,
  supabaseMigrations,
  supabaseProject,
} from "./mutations/supabase.ts";
import { supabaseAuth } from "./mutations/supabase-auth.ts";
import { vercelDomain, vercelProject, vercelVariable } from "./mutations/vercel.ts";
import { vercelBypass } from "./mutations/vercel-bypass.ts";

/** What is known of each type of resource, by token. */
export const tables: Readonly<Record<string, Table>> = {
  "vercel:index/project:Project": vercelProject,
  "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable": vercelVariable,
  "vercel:index/projectDomain:ProjectDomain": vercelDomain,
  "vercel:index/projectProtectionBypass:ProjectProtectionBypass": vercelBypass,
  "supabase:index/project:Project": supabaseProject,
  "supabase:index/authSettings:AuthSettings": supabaseAuth,
  "supabase:index/apiSettings:ApiSettings": supabaseApi,
  "supabase:index/functionSecret:FunctionSecret": supabaseFunctionSecret,
  "supabase:index/edgeFunction:EdgeFunction": supabaseFunction,
  "supabase:index/migrations:Migrations": supabaseMigrations,
  "sentry:index/sentryTeam:SentryTeam": sentryTeam,
  "sentry:index/sentryProject:SentryProject": sentryProject,
  "sentry:index/sentryKey:SentryKey": sentryKey,
  "posthog:index/project:Project": posthogProject,
  "github:index/repository:Repository": githubRepository,
  "github:index/repositoryVulnerabilityAlerts:RepositoryVulnerabilityAlerts": githubAlerts,
  "github:index/repositoryDependabotSecurityUpdates:RepositoryDependabotSecurityUpdates": githubSecurityUpdates,
  "github:index/actionsRepositoryPermissions:ActionsRepositoryPermissions": githubActionsPermissions,
  "github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions": githubWorkflowPermissions,
  "github:index/actionsRepositoryOidcSubjectClaimCustomizationTemplate:ActionsRepositoryOidcSubjectClaimCustomizationTemplate":
    githubSubject,
  "github:index/issueLabel:IssueLabel": githubLabel,
  "github:index/repositoryRuleset:RepositoryRuleset": githubRuleset,
  "github:index/repositoryFile:RepositoryFile": githubFile,
  "github:index/repositoryEnvironment:RepositoryEnvironment": githubEnvironment,
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": githubDeploymentPolicy,
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": githubVariable,
  "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret": githubSecret,
  "github:index/dependabotSecret:DependabotSecret": githubSecret,
};
