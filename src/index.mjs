// What Pulumi loads: plain JavaScript, so that an older Node can still say what is wrong.
const wanted = 24;

/**
 * The program of a platform.
 * @param {URL} definition where the platform's `platform.ts` is
 * @returns {() => Promise<Record<string, unknown>>} for `export default` of the file that Pulumi runs
 */
export const programOf = (definition) => async () => {
  if (Number.parseInt(process.versions.node, 10) < wanted) {
    console.error(
      `This platform needs Node ${wanted}, but \`node\` is ${process.versions.node}: put Node ${wanted} first on PATH, e.g. by eval "$(npx groundplan env)".`,
    );
    process.exit(32); // the engine's own sign for "the user has been told"
  }
  const { program } = await import("./index.ts");
  return program(definition);
};

export default programOf(new URL("./platform.ts", import.meta.url));
