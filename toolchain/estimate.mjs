// How much of a build is done, and how long the rest takes. Plain JavaScript for Node >= 18.
import os from "node:os";

/**
 * What each step took, cold, on 2 cores (README.md): its seconds, and which part of them had passed when a part of the
 * packages had begun. The large packages come last, so counting packages alone would promise too much.
 */
const measured = {
  modules: { seconds: 20, curve: [] },
  languageHost: { seconds: 35, curve: [] },
  engine: {
    seconds: 185,
    curve: [
      [0.5, 0.27],
      [0.85, 0.52],
      [0.9, 0.73],
      [1, 0.97],
    ],
  },
  plugin: {
    seconds: 60,
    curve: [
      [0.5, 0.25],
      [0.9, 0.46],
      [0.95, 0.53],
      [1, 0.77],
    ],
  },
};
const measuredCores = 2;
/** The first estimate counts as much as this many seconds of watching. */
const trustSeconds = 30;

/** The speed of this machine against the one of the table, before anything was seen of it. */
function expectedSpeed(cores = os.availableParallelism?.() ?? os.cpus().length) {
  // Linking and the last packages run on one core: twice the cores are not twice the speed.
  return (cores / measuredCores) ** 0.7;
}

/**
 * An estimate over the given steps, `modules` first. `at(step, fraction, elapsedSeconds)` answers
 * `{ fraction, secondsLeft }` of the whole, from the fraction of the step that has begun. What was seen corrects what was
 * expected: the network's pace the fetching of modules, the compilers' pace the compilation.
 */
export function estimator(steps, speed = expectedSpeed()) {
  const sum = (names) => names.reduce((seconds, name) => seconds + measured[name].seconds, 0);
  const compiled = steps.filter((step) => step !== "modules");
  const total = sum(steps);
  let modulesEnded = 0;
  return {
    at(step, fraction, elapsed) {
      const { seconds, curve } = measured[step];
      const work = seconds * timeAt(curve, fraction);
      if (step === "modules") {
        modulesEnded = elapsed;
        const pace = (elapsed + seconds / 2) / (work + seconds / 2);
        return { fraction: work / total, secondsLeft: (seconds - work) * pace + sum(compiled) / speed };
      }
      const done = sum(compiled.slice(0, compiled.indexOf(step))) + work;
      const seen = (done + speed * trustSeconds) / (elapsed - modulesEnded + trustSeconds);
      const before = total - sum(compiled);
      return { fraction: (before + done) / total, secondsLeft: (sum(compiled) - done) / seen };
    },
  };
}

/** Linear between the points of a curve from 0,0; without points the time is the fraction itself. */
function timeAt(curve, fraction) {
  const wanted = Math.min(1, Math.max(0, fraction));
  let [x, y] = [0, 0];
  for (const [nextX, nextY] of curve.length > 0 ? curve : [[1, 1]]) {
    if (wanted <= nextX) return y + ((wanted - x) / (nextX - x)) * (nextY - y);
    [x, y] = [nextX, nextY];
  }
  return y;
}

/**
 * How many packages each program compiles that none before it has compiled. A package is the same only when
 * everything that it imports is: `packages` are `{ path, version, imports }`, imports before importers.
 */
export function countFresh(programs) {
  const known = new Map();
  return programs.map((packages) => {
    const before = known.size;
    const ids = new Map();
    for (const { path, version, imports } of packages) {
      const identity = `${path} ${version} ${imports.map((name) => ids.get(name)).join()}`;
      if (!known.has(identity)) known.set(identity, known.size);
      ids.set(path, known.get(identity));
    }
    return known.size - before;
  });
}
