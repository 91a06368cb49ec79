// GitHub's own evaluator of expressions, got from npm where it is not there yet. A program text in JavaScript, because the
// package is none of the platform's own: types are checked before it is installed.
import { linters } from "./linters.mjs";

/** Gets the library. @returns (expression, contexts, functions) => { text, truthy } */
export async function expressions() {
  await linters.find(({ name }) => name === "GitHub's parser")?.get();
  const { Parser, Lexer, Evaluator, data } = await import("@actions/expressions");
  const { truthy } = await import("@actions/expressions/result");
  return (expression, contexts, functions) => {
    const known = Object.entries(functions).map(([name, value]) => ({
      name,
      minArgs: 0,
      maxArgs: 0,
      call: () => new data.BooleanData(value),
    }));
    const tree = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), known).parse();
    const dictionary = JSON.parse(JSON.stringify(contexts), data.reviver);
    const result = new Evaluator(tree, dictionary, new Map(known.map((one) => [one.name, one]))).evaluate();
    return { text: result.coerceString(), truthy: truthy(result) };
  };
}
