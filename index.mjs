// What Pulumi loads: plain JavaScript, so that an older Node can still say what is wrong.
import module from "node:module";

const wanted = 24;

export default async function main() {
  if (Number.parseInt(process.versions.node, 10) < wanted) {
    console.error(
      `This platform needs Node ${wanted}, but \`node\` is ${process.versions.node}: put Node ${wanted} first on PATH, e.g. by eval "$(npx groundplan env)".`,
    );
    process.exit(32); // the engine's own sign for "the user has been told"
  }
  // Reading TypeScript costs more than running it: half a second of every preview, kept from one run to the next.
  module.enableCompileCache();
  const { program } = await import("./src/index.ts");
  return program();
}
