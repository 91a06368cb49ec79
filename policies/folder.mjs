// The door for a language host that starts packs as folders (PulumiPolicy.yaml). Plain JavaScript: the host registers a
// TypeScript compiler of its own, which would refuse our imports, and an older Node must be able to say what is wrong.
const wanted = 24;

if (Number.parseInt(process.versions.node, 10) >= wanted) {
  void import("./main.ts"); // not awaited: the host loads packs by require()
} else {
  console.error(
    `The policy pack needs Node ${wanted} or newer, and \`node\` is ${process.versions.node}.\n` +
      `  fix: put Node ${wanted} first on PATH, or pass the file policies/pulumi-analyzer-groundplan, which finds its own`,
  );
  process.exit(1);
}
