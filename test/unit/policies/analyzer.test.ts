import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { platformType } from "../../../policies/facts.ts";
import { rules } from "../../../policies/pack.ts";
import { made, urnOf } from "./subject.ts";

/** The executable as the engine runs it: started in another folder with the engine's address, spoken to over gRPC. */
const executable = join(import.meta.dirname, "../../../policies/pulumi-analyzer-groundplan");
const folder = mkdtempSync(join(tmpdir(), "a pack's program "));
const canary = made("canary");

const pack = spawn(executable, ["127.0.0.1:1"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
let client: AnalyzerClient;

beforeAll(async () => {
  const [port] = await once(createInterface({ input: pack.stdout }), "line");
  client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  pack.kill();
  await once(pack, "exit");
  rmSync(folder, { recursive: true });
});

type Answer = InstanceType<typeof messages.AnalyzeResponse>;

/** Analyzes one resource of the stack `production`; the SDK refuses a request without options and timeouts. */
function analyze(type: string, name: string, inputs: Record<string, struct.JavaScriptValue>): Promise<Answer> {
  const options = new messages.AnalyzerResourceOptions();
  options.setCustomtimeouts(new messages.AnalyzerResourceOptions.CustomTimeouts());
  const request = new messages.AnalyzeRequest();
  request.setType(type);
  request.setName(name);
  request.setUrn(urnOf("production", type, name));
  request.setProperties(struct.Struct.fromJavaScript(inputs));
  request.setOptions(options);
  return new Promise((resolve, reject) => {
    client.analyze(request, (error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}

const violations = (answer: Answer) =>
  answer.getDiagnosticsList().map((one) => ({
    policy: one.getPolicyname(),
    mandatory: one.getEnforcementlevel() === messages.EnforcementLevel.MANDATORY,
    message: one.getMessage(),
  }));

it("names itself and every rule", async () => {
  const info = await new Promise<InstanceType<typeof messages.AnalyzerInfo>>((resolve, reject) => {
    client.getAnalyzerInfo(new empty.Empty(), (error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
  expect([info.getName(), info.getVersion()]).toEqual(["groundplan", "0.1.0"]);
  expect(info.getPoliciesList().map((one) => one.getName())).toEqual(rules.map(({ name }) => name));
});

it("refuses what a bare program declares in `production`, read from the URN", async () => {
  const answer = await analyze("supabase:index/project:Project", "database", { name: "database" });
  expect(violations(answer)).toEqual([
    { policy: "stateful-protected", mandatory: true, message: expect.stringContaining('in the stack "production"') },
  ]);
});

it("remembers the root component's facts, and tells no secret", async () => {
  const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value: { CRON_SECRET: canary },
  };
  const root = await analyze(platformType, "overview", {
    environment: { usesLoopback: false, protectsData: false },
    requiredSecrets: [{ name: "CRON_SECRET", pattern: "[a-z]{8}", description: "eight letters" }],
    secrets: secret,
    siblings: [{ stack: "staging", ids: [], hosts: ["staging.example.com"] }],
  });
  expect(violations(root)).toMatchObject([{ policy: "required-secrets", mandatory: true }]);

  const type = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";
  const variable = await analyze(type, "variable", {
    key: "NEXT_PUBLIC_A",
    value: `https://staging.example.com/${canary}`,
  });
  expect(violations(variable)).toMatchObject([
    { policy: "no-secret-in-public-variable", mandatory: true },
    { policy: "nothing-shared-between-stages", mandatory: true },
  ]);
  const project = await analyze("supabase:index/project:Project", "database", { name: "database" });
  expect(violations(project)).toEqual([]);
  expect(JSON.stringify([root, variable].map((answer) => answer.toObject()))).not.toContain(canary);
});

it("starts as a folder too, as a current language host does it", async () => {
  const launcher = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");
  const host = spawn(process.execPath, [launcher, "127.0.0.1:1", dirname(executable)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = await once(createInterface({ input: host.stdout }), "line");
  expect(Number(port)).toBeGreaterThan(0);
  host.kill();
  await once(host, "exit");
});
