import { pinsOfGitHub } from "./pins-of-github.ts";

/**
 * Every action that a workflow may use: the release, the commit that its tag named, what its `action.yml` declares.
 * The one table, read off the actions' own repositories on 2026-08-04. A new line here is all that a new action needs;
 * GitHub's own stand in a file beside.
 */
export const pins = {
  ...pinsOfGitHub,
  "gitleaks/gitleaks-action": {
    version: "v3.0.0",
    commit: "e0c47f4f8be36e29cdc102c57e68cb5cbf0e8d1e",
    required: [],
    optional: [],
    outputs: [],
  },
  "aquasecurity/trivy-action": {
    version: "v0.36.0",
    commit: "ed142fd0673e97e23eac54620cfb913e5ce36c25",
    required: [],
    optional: [
      "scan-type",
      "image-ref",
      "input",
      "scan-ref",
      "exit-code",
      "ignore-unfixed",
      "vuln-type",
      "severity",
      "format",
      "template",
      "output",
      "skip-dirs",
      "skip-files",
      "cache-dir",
      "timeout",
      "ignore-policy",
      "hide-progress",
      "list-all-pkgs",
      "scanners",
      "trivyignores",
      "github-pat",
      "trivy-config",
      "tf-vars",
      "limit-severities-for-sarif",
      "docker-host",
      "version",
      "cache",
      "skip-setup-trivy",
      "token-setup-trivy",
    ],
    outputs: [],
  },
  "expo/expo-github-action": {
    version: "9.0.0",
    commit: "eab7a230208c952974db8c3245cfd78402c7b385",
    required: [],
    optional: [
      "expo-version",
      "expo-cache",
      "eas-version",
      "eas-cache",
      "packager",
      "patch-watchers",
      "token",
      "eas-cache-key",
      "expo-cache-key",
      "username",
      "password",
    ],
    outputs: [],
  },
  "treosh/lighthouse-ci-action": {
    version: "12.6.2",
    commit: "3e7e23fb74242897f95c0ba9cabad3d0227b9b18",
    required: [],
    optional: [
      "urls",
      "budgetPath",
      "configPath",
      "uploadArtifacts",
      "artifactName",
      "temporaryPublicStorage",
      "runs",
      "serverBaseUrl",
      "serverToken",
      "basicAuthUsername",
      "basicAuthPassword",
      "uploadExtraArgs",
    ],
    outputs: ["resultsPath", "links", "assertionResults"],
  },
  "slackapi/slack-github-action": {
    version: "v4.0.0",
    commit: "dcb1066f776dd043e64d0e8ba94ca15cc7e1875d",
    required: [],
    optional: [
      "api",
      "errors",
      "method",
      "payload",
      "payload-delimiter",
      "payload-file-path",
      "payload-templated",
      "proxy",
      "retries",
      "token",
      "webhook",
      "webhook-type",
    ],
    outputs: ["ok", "response", "time", "channel_id", "thread_ts", "ts"],
  },
} as const satisfies Record<string, Pin>;

/** One action. */
export interface Pin {
  readonly version: string;
  /** 40 hex digits: what really runs. */
  readonly commit: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly outputs: readonly string[];
}

export type Action = keyof typeof pins;
export type RequiredInput<Name extends Action> = (typeof pins)[Name]["required"][number];
export type OptionalInput<Name extends Action> = (typeof pins)[Name]["optional"][number];
export type ActionOutput<Name extends Action> = (typeof pins)[Name]["outputs"][number];

/** Inputs whose text is a program: nothing but text of ours may stand there. */
export const programs: Readonly<Partial<Record<Action, readonly string[]>>> = { "actions/github-script": ["script"] };

/** `owner/name@<commit>`, as a step says it. */
export const pinned = (action: Action): string => `${action}@${pins[action].commit}`;
