import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { Scratch } from "../support/scratch.ts";
import { drift } from "./drift/run.ts";

/** The door of `npm run drift -- --seed S --count N`: `--seed random` and 20 unless told; `--count all` changes everything once. */
const { values } = parseArgs({
  options: { seed: { type: "string", default: "random" }, count: { type: "string", default: "20" } },
});
const seed = values.seed === "random" ? randomInt(2 ** 31) : Number(values.seed);
const count = values.count === "all" ? "all" : Number(values.count);
if (!Number.isInteger(seed) || !(count === "all" || (Number.isInteger(count) && count > 0))) {
  process.stderr.write("usage: npm run drift -- [--seed WHOLE_NUMBER|random] [--count WHOLE_NUMBER|all]\n");
  process.exit(1);
}

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const scratch = new Scratch("groundplan it's drift");
try {
  process.exitCode = await drift(scratch, { seed, count, tell });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? `${error.message}\n${String(error.cause ?? "")}` : error}\n`);
  tell(`seed ${seed}`);
  process.exitCode = 1;
} finally {
  await scratch.remove();
}
