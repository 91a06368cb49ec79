import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/no-loopback-with-real-vendors.ts";
import { unknown } from "../../../../policies/values.ts";
import { judge, messages, onLoopback } from "../subject.ts";

const type = "supabase:index/authSettings:AuthSettings";
const at = (siteUrl: string) => judge(rule, { type, inputs: { siteUrl } });

describe("no-loopback-with-real-vendors", () => {
  it.each([
    "http://localhost:3000",
    "http://LOCALHOST",
    "http://app.localhost/callback",
    "localhost",
    "postgres://postgres@127.0.0.1:5432/postgres",
    "http://127.8.9.10/",
    "http://0.0.0.0:3000",
    "http://[::1]:3000",
    "::1",
    "https://example.com/,http://localhost:3000/**",
  ])("is violated by %s", (siteUrl) => {
    expect(at(siteUrl)).toMatchObject({ answer: "violated", findings: [{ path: "siteUrl" }] });
  });

  it.each([
    "https://example.com",
    "https://localhost.run",
    "https://notlocalhost.com",
    "https://my-localhost-docs.example.com",
    "127.0.0.1.example.com",
    "version 1127.0.0.10",
    "2001:db8::1",
    "select 'a'::text",
    "",
  ])("lets pass %s", (siteUrl) => {
    expect(at(siteUrl)).toEqual({ answer: "compliant", unread: [] });
  });

  it("looks into lists and objects, and shows the address but not the rest of the text", () => {
    const inputs = {
      additionalRedirectUrls: ["https://example.com", "http://localhost:3000/?token=canary"],
      smtp: { host: "127.0.0.1" },
    };
    const verdict = judge(rule, { type, inputs });
    expect(verdict).toMatchObject({ findings: [{ path: "additionalRedirectUrls[1]" }, { path: "smtp.host" }] });
    expect(messages(verdict)).not.toContain("canary");
  });

  it("leaves program text alone: a workflow may well use its runner's localhost", () => {
    const inputs = { file: ".github/workflows/ci.yml", content: "services: postgres on localhost:5432" };
    const file = "github:index/repositoryFile:RepositoryFile";
    expect(judge(rule, { type: file, inputs }).answer).toBe("compliant");
    expect(judge(rule, { type: file, inputs: { ...inputs, commitMessage: "see http://localhost" } }).answer).toBe(
      "violated",
    );
  });

  it("says what it could not look at yet", () => {
    expect(judge(rule, { type, inputs: { projectRef: unknown, hosts: [unknown] } })).toEqual({
      answer: "compliant",
      unread: ["projectRef", "hosts[0]"],
    });
  });

  it("does not apply where the vendors run on this machine, by fact or by name", () => {
    const inputs = { siteUrl: "http://localhost:3000" };
    expect(judge(rule, { type, inputs, platform: onLoopback }).answer).toBe("not applicable");
    expect(judge(rule, { type, inputs, stack: "local", platform: null }).answer).toBe("not applicable");
  });
});
