import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { at, clientOf, controlOf, startTestCloud } from "./cloud.ts";

const canary = "canary-7Qx!9-of-the-store";

function everything(home: string): string {
  return readdirSync(home)
    .map((name) => readFileSync(join(home, name), "utf8"))
    .join("\n");
}

async function withSecret() {
  const cloud = await startTestCloud();
  const vercel = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
  await vercel("POST /v11/projects", { name: "web" });
  const variable = { key: "KEY", value: canary, type: "encrypted", target: ["production"] };
  const { body } = await vercel("POST /v10/projects/web/env", variable);
  await cloud.stop();
  return { cloud, path: `GET /v1/projects/web/env/${at(body, "created", "id")}` };
}

describe("the state of a home", () => {
  it("survives a restart with its tokens", async () => {
    const { cloud, path } = await withSecret();
    const again = await startTestCloud({ home: cloud.home });
    expect(again.control.environment["VERCEL_API_TOKEN"]).toBe(cloud.control.environment["VERCEL_API_TOKEN"]);
    expect(again.control.controlToken).toBe(cloud.control.controlToken);
    expect((await clientOf(again.control, "vercel", "VERCEL_API_TOKEN")(path)).body).toMatchObject({ value: canary });
    await again.stop();
  });

  it("holds no secret and no token in clear", async () => {
    const { cloud } = await withSecret();
    const text = everything(cloud.home);
    for (const secret of [
      canary,
      Buffer.from(canary).toString("base64"),
      cloud.control.controlToken,
      ...tokens(cloud.control.environment),
    ])
      expect(text.includes(secret), secret).toBe(false);
    expect(text).toContain("$sealed");
  });

  it("knows after a restart what to keep out of the journal", async () => {
    const { cloud, path } = await withSecret();
    const again = await startTestCloud({ home: cloud.home });
    await clientOf(again.control, "vercel", "VERCEL_API_TOKEN")(path, undefined, { "x-note": `about ${canary}` });
    const { body } = await controlOf(again.control)("GET journal");
    expect(JSON.stringify(body)).not.toContain(canary);
    expect(at(body, "entries")).toHaveLength(1);
    await again.stop();
  });

  it("is for its owner alone", async () => {
    const { home, stop } = await startTestCloud();
    const modes = readdirSync(home).map((name) => [name, (statSync(join(home, name)).mode & 0o777).toString(8)]);
    expect((statSync(home).mode & 0o777).toString(8)).toBe("700");
    expect(modes.filter(([, mode]) => mode !== "600")).toEqual([]);
    expect(modes.map(([name]) => name).sort()).toEqual(["control.json", "journal.jsonl", "state.json", "state.key"]);
    await stop();
  });

  it("gives new tokens where asked, and the old ones are refused", async () => {
    const { cloud } = await withSecret();
    const again = await startTestCloud({ home: cloud.home, rotateTokens: true });
    expect(
      tokens(again.control.environment).filter((token) => tokens(cloud.control.environment).includes(token)),
    ).toEqual([]);
    const old = { ...again.control, environment: cloud.control.environment };
    expect((await clientOf(old, "vercel", "VERCEL_API_TOKEN")("GET /v2/user")).status).toBe(403);
    await again.stop();
  });

  it("is refused in plain words when its key is another one", async () => {
    const { cloud } = await withSecret();
    writeFileSync(join(cloud.home, "state.key"), "00".repeat(32));
    await expect(startTestCloud({ home: cloud.home })).rejects.toMatchObject({
      code: "loopback/state-unreadable",
      where: join(cloud.home, "state.json"),
    });
  });

  it("is written before the state is shown", async () => {
    const cloud = await startTestCloud();
    await clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN")("POST /v11/projects", { name: "written" });
    await controlOf(cloud.control)("GET state");
    expect(readFileSync(join(cloud.home, "state.json"), "utf8")).toContain("written");
    await cloud.stop();
  });
});

function tokens(environment: Record<string, string>): string[] {
  return Object.entries(environment)
    .filter(([name]) => /TOKEN|KEY/.test(name))
    .map(([, value]) => value);
}
