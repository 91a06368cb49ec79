/** An import of a source file: what it names, and the line it stands on. */
export interface Import {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Every static import, re-export and `import("…")` with a literal, of a JavaScript or TypeScript source.
 * Comments, templates and regular expressions are passed over; strings are only looked at behind `from` and `import`.
 */
export function importsOf(source: string): Import[] {
  const found: Import[] = [];
  let before = ""; // code since the last string, enough to see what leads to the next one
  let line = 1;
  for (const { kind, text } of tokens(source)) {
    if (kind === "code") before = (before + text).slice(-longestLead);
    if (kind === "string") {
      if (leadsToImport(before)) found.push({ specifier: text.slice(1, -1), line });
      before = "";
    }
    line += text.split("\n").length - 1;
  }
  return found;
}

/** `import a, { b } from`, `export * from`, `import` and `import(`, right before a string. */
function leadsToImport(before: string): boolean {
  return /(?:^|[^.\w$])(?:import|from|import\s*\()\s*$/.test(before);
}

const longestLead = 64;

interface Token {
  readonly kind: "code" | "string" | "skipped";
  readonly text: string;
}

const skips: readonly RegExp[] = [/\/\/[^\n]*/y, /\/\*[\s\S]*?(?:\*\/|$)/y, /`(?:\\[\s\S]|[^\\`])*(?:`|$)/y];
const string = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;
const expression = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;

function* tokens(source: string): Generator<Token> {
  let code = "";
  for (let at = 0; at < source.length; ) {
    const skipped = skips.map((pattern) => match(pattern, source, at)).find((text) => text !== undefined);
    const quoted = skipped === undefined ? match(string, source, at) : undefined;
    const regular =
      skipped === undefined && quoted === undefined && startsExpression(code)
        ? match(expression, source, at)
        : undefined;
    const text = skipped ?? quoted ?? regular;
    if (text === undefined) {
      code += source[at++];
      continue;
    }
    if (code !== "") yield { kind: "code", text: code };
    code = "";
    yield { kind: quoted === undefined ? "skipped" : "string", text };
    if (regular !== undefined) code = "";
    at += text.length;
  }
  if (code !== "") yield { kind: "code", text: code };
}

/** Whether a slash here begins a regular expression and is no division. */
const startsExpression = (code: string): boolean =>
  /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\breturn|\btypeof|\bcase)\s*$/.test(code);

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

/** JSON with comments and trailing commas, as deno.jsonc has them, as plain JSON text. */
export function plainJson(text: string): string {
  let plain = "";
  for (const token of tokens(text)) {
    if (token.kind === "skipped") plain += token.text.replace(/[^\n]/g, " ");
    else plain += token.text;
  }
  return plain.replace(/,(\s*[\]}])/g, "$1");
}
