import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFreePorts, openPorts } from "../../../loopback/core/ports.ts";
import { asker, newHome, startTestCloud } from "./cloud.ts";

describe("ports", () => {
  it("are consecutive from the base, in the vendors' order", async () => {
    const { control, stop } = await startTestCloud();
    expect(control.origins).toEqual({
      vercel: `http://127.0.0.1:${control.basePort + 1}`,
      posthog: `http://127.0.0.1:${control.basePort + 5}`,
    });
    await stop();
  });

  it("that are taken name the vendor and the way out, and nothing is started", async () => {
    const other = await openFreePorts(1, (below) => Math.floor(Math.random() * below));
    const home = join(newHome(), "home");
    const start = startTestCloud({ home, basePort: other.base - 2 });
    await expect(start).rejects.toMatchObject({ code: "loopback/port-taken", where: `127.0.0.1:${other.base}` });
    await expect(start).rejects.toThrow(
      /the vendor github is taken by another program; nothing was started\n.*--base-port/,
    );
    expect(existsSync(home)).toBe(false);
    await openPorts(other.base - 2, 2).then((free) => free.close());
    await other.close();
  });

  it("that our own loopback has name its process", async () => {
    const { home, control, stop } = await startTestCloud();
    const again = startTestCloud({ home, basePort: control.basePort });
    await expect(again).rejects.toThrow(`the loopback that already runs here, process ${process.pid}`);
    await stop();
  });

  it("elsewhere do not help a second loopback of the same home", async () => {
    const { home, stop } = await startTestCloud();
    await expect(startTestCloud({ home })).rejects.toMatchObject({ code: "loopback/already-running" });
    await stop();
  });

  it("are free again after a stop, and the control file is gone", async () => {
    const { home, control, stop } = await startTestCloud();
    expect(JSON.parse(readFileSync(join(home, "control.json"), "utf8"))).toEqual(control);
    await stop();
    expect(existsSync(join(home, "control.json"))).toBe(false);
    const server = createServer();
    await new Promise<void>((resolve, reject) =>
      server.once("error", reject).listen(control.basePort, "127.0.0.1", resolve),
    );
    await new Promise((resolve) => server.close(resolve));
  });

  it("of vendors that are not played say so", async () => {
    const { control, stop } = await startTestCloud();
    expect((await asker(`http://127.0.0.1:${control.basePort + 2}`, "x")("GET /user")).status).toBe(501);
    await stop();
  });
});
