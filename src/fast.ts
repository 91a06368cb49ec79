/**
 * Start-up, taken off the road. Import it first, in the program and in policy packs; it has no effect on what they do.
 *
 * `@pulumi/pulumi` loads the TypeScript compiler and npm's arborist (together about 300 ms) for serialising closures, which
 * nothing here does. They are put off until somebody touches them. No top-level await: packs are loaded by `require`.
 */
import Module from "node:module";

type Load = (this: unknown, request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;

// The launcher installs source-map-support, which searches .map files for every stack frame, and the SDK keeps a stack
// for every output property. Node reads our TypeScript in place, so there is nothing to map.
Reflect.deleteProperty(Error, "prepareStackTrace");

const heavy = new Set(["@npmcli/arborist", "../../typescript-shim"]);
const importers = /@pulumi[\\/]pulumi[\\/](?:runtime[\\/]closure|provider)/;

/** Node's own loader of CommonJS modules; it has no public hook that works inside `require`. */
const loader = Module as typeof Module & { _load: Load };
const load = loader._load;

loader._load = function (request, parent, isMain) {
  if (!heavy.has(request) || !importers.test(parent?.filename ?? "")) return load.call(this, request, parent, isMain);
  let real: object | undefined;
  const touched = (): object => {
    real ??= Object(load.call(Module, request, parent, isMain));
    return real ?? {};
  };
  return new Proxy(
    {},
    {
      get: (_, name) => (name === "__esModule" ? true : Reflect.get(touched(), name)),
      has: (_, name) => Reflect.has(touched(), name),
      ownKeys: () => Reflect.ownKeys(touched()),
      getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(touched(), name),
    },
  );
};
