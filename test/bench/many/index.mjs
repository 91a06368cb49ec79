import "../../../src/fast.ts";

await import("./program.ts");
