// Progress on standard error: one line that is written over on a terminal, a plain line now and then elsewhere.
// Plain JavaScript for Node >= 18.

/** A plain log gets a line when the step changes, and else not more often than this. */
const plainEveryMs = 30_000;

/**
 * `show({ text, fraction, secondsLeft })` while something runs, `line(text)` for what stays, `end()` when it is over.
 * `prefix` names whose progress it is.
 */
export function progressOn(stream, prefix, environment = process.env, now = Date.now) {
  const inPlace = stream.isTTY === true && environment.CI === undefined && environment.TERM !== "dumb";
  let lastStep = "";
  let lastAt = Number.NEGATIVE_INFINITY;
  let open = false;

  const clear = () => {
    if (open) stream.write("\r\x1b[2K");
    open = false;
  };
  return {
    show(message) {
      const text = `${prefix}: ${describe(message)}`;
      if (inPlace) {
        clear();
        stream.write(text.slice(0, (stream.columns ?? 80) - 1));
        open = true;
        return;
      }
      const step = message.text.replace(/\(.*?\)|[\d,% ]+/g, "");
      if (step === lastStep && now() - lastAt < plainEveryMs) return;
      lastStep = step;
      lastAt = now();
      stream.write(`${text}\n`);
    },
    line(text) {
      clear();
      stream.write(`${prefix}: ${text}\n`);
    },
    end: clear,
  };
}

/** One sentence: what, how far, how long. */
export function describe({ text, fraction, secondsLeft }) {
  if (fraction === undefined) return text;
  const percent = Math.floor(fraction * 100);
  return secondsLeft === undefined ? `${text}, ${percent} %` : `${text}, ${percent} %, ${inWords(secondsLeft)} left`;
}

/** Minutes as soon as there is more than one; an estimate in seconds would claim more than is known. */
function inWords(seconds) {
  if (seconds < 10) return "a few seconds";
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} s`;
  return `about ${Math.round(seconds / 60)} min`;
}
