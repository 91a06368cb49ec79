import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** Runs a script in a Node of its own: what is loaded is a fact of a process. */
function run(script: string): string {
  return execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: root,
    encoding: "utf8",
  }).trim();
}

const loaded = `
import Module from "node:module";
const modules = Object.keys(Module._cache);
const heavy = { typescript: /node_modules[\\\\/]typescript[\\\\/]lib/, arborist: /node_modules[\\\\/]@npmcli[\\\\/]arborist[\\\\/]lib/ };
console.log(Object.entries(heavy).filter(([, pattern]) => modules.some((file) => pattern.test(file))).map(([name]) => name).join());
`;

describe("fast.ts", () => {
  it("keeps the TypeScript compiler and arborist out of a program", () => {
    expect(run(`await import("./src/fast.ts"); await import("@pulumi/pulumi"); ${loaded}`)).toBe("");
  });

  it("is needed for that: the SDK loads both by itself", () => {
    expect(run(`await import("@pulumi/pulumi"); ${loaded}`)).toBe("typescript,arborist");
  });

  it("leaves the SDK whole: what was put off is there when somebody touches it", () => {
    const script = `
      await import("./src/fast.ts");
      const pulumi = await import("@pulumi/pulumi");
      const text = await pulumi.runtime.serializeFunction(() => 42);
      console.log(text.text.includes("42"));
    `;
    expect(run(script)).toBe("true");
  });
});
