// What Pulumi loads: plain JavaScript, so that an older Node can still say what is wrong.
const wanted = 24;

export default async function main() {
  if (Number.parseInt(process.versions.node, 10) < wanted) {
    console.error(
      `This platform needs Node ${wanted}, but \`node\` is ${process.versions.node}: put Node ${wanted} first on PATH, e.g. by eval "$(npx groundplan env)".`,
    );
    process.exit(32); // the engine's own sign for "the user has been told"
  }
  const { program } = await import("./src/index.ts");
  return program();
}
