import type { Table } from "./mutation.ts";
import {
  githubAlerts,
  githubDeploymentPolicy,
  githubEnvironment,
  githubFile,
  githubRepository,
  githubSecret,
  githubVariable,
} from "./mutations/github.ts";
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

/** What is known of each type of resource, by token. */
export const tables: Readonly<Record<string, Table>> = {
  "vercel:index/project:Project": vercelProject,
  "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable": vercelVariable,
  "vercel:index/projectDomain:ProjectDomain": vercelDomain,
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
  "github:index/repositoryRuleset:RepositoryRuleset": githubRuleset,
  "github:index/repositoryFile:RepositoryFile": githubFile,
  "github:index/repositoryEnvironment:RepositoryEnvironment": githubEnvironment,
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": githubDeploymentPolicy,
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": githubVariable,
  "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret": githubSecret,
};
