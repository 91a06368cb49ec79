import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { PlatformError } from "../../src/errors.ts";
import { privateFolder, readIfThere, writePrivately } from "./files.ts";
import { alphanumeric, randomText } from "./random.ts";
import { isRecord, keyBytes, openSecrets, sealSecrets } from "./secret.ts";
import type { AnyVendor, Secret, VendorName } from "./vendor.ts";

/** How long a change may wait for the next ones before all are written together. */
const writeDelayMs = 100;
const stateVersion = 1;

interface StateFile {
  version: number;
  controlToken: Secret;
  tokens: Record<string, Secret>;
  vendors: Record<string, object>;
}

/** What the loopback remembers between two runs: tokens and each vendor's state, one file a home. */
export interface Store {
  readonly controlToken: string;
  token(vendor: VendorName): string;
  /** The vendor's live state: the same object for as long as the store is open. */
  state(vendor: VendorName): object;
  /** Writes soon; several changes become one write. */
  changed(): void;
  /** Writes now, if there is anything to write. */
  flush(): void;
  /** Every vendor's state as on the first day; tokens stay. */
  empty(): void;
}

/**
 * Opens the state of `home`, or begins it. Secrets in it are encrypted by the key file of the same home.
 * @throws PlatformError `loopback/state-unreadable` when file and key do not fit together.
 */
export function openStore(options: {
  readonly home: string;
  readonly vendors: readonly AnyVendor[];
  readonly rotateTokens: boolean;
  readonly onSecret: (plain: string) => void;
}): Store {
  privateFolder(options.home);
  const file = join(options.home, "state.json");
  const key = openKey(join(options.home, "state.key"));
  const content = withNewcomers(readState(file, key, options.onSecret), options);
  for (const token of [content.controlToken, ...Object.values(content.tokens)]) options.onSecret(token.$secret);

  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    writePrivately(file, JSON.stringify(sealSecrets(content, key), undefined, 1));
  };
  write();
  return {
    controlToken: content.controlToken.$secret,
    token: (vendor) => known(content.tokens[vendor], vendor).$secret,
    state: (vendor) => known(content.vendors[vendor], vendor),
    changed() {
      timer ??= setTimeout(write, writeDelayMs);
    },
    flush() {
      if (timer) write();
    },
    empty() {
      for (const vendor of options.vendors)
        refill(known(content.vendors[vendor.name], vendor.name), vendor.emptyState());
      write();
    },
  };
}

function openKey(file: string): Uint8Array {
  const text = readIfThere(file);
  if (text !== undefined) return Buffer.from(text, "hex");
  const key = randomBytes(keyBytes);
  writePrivately(file, key.toString("hex"));
  return key;
}

function readState(file: string, key: Uint8Array, onSecret: (plain: string) => void): Partial<StateFile> {
  const text = readIfThere(file);
  if (text === undefined) return {};
  try {
    const content = openSecrets(JSON.parse(text), key, onSecret);
    if (isRecord(content) && content["version"] === stateVersion) return content;
  } catch {
    // Told below: neither a broken file nor a foreign key can be mended here.
  }
  throw new PlatformError({
    code: "loopback/state-unreadable",
    where: file,
    problem: `this state is not of version ${stateVersion}, is damaged, or was written with another key than state.key beside it`,
    fix: `remove the loopback's home and bring the stack up again: rm -r ${JSON.stringify(join(file, ".."))}`,
  });
}

/** The state as read, with a token and an empty state for whatever is new, and fresh tokens where asked. */
function withNewcomers(
  read: Partial<StateFile>,
  { vendors, rotateTokens }: { readonly vendors: readonly AnyVendor[]; readonly rotateTokens: boolean },
): StateFile {
  const old = rotateTokens ? {} : read;
  return {
    version: stateVersion,
    controlToken: old.controlToken ?? { $secret: randomText(43, alphanumeric) },
    tokens: Object.fromEntries(
      vendors.map((vendor) => [vendor.name, old.tokens?.[vendor.name] ?? { $secret: vendor.makeToken(randomText) }]),
    ),
    vendors: Object.fromEntries(
      vendors.map((vendor) => [vendor.name, { ...vendor.emptyState(), ...read.vendors?.[vendor.name] }]),
    ),
  };
}

function refill(state: object, content: object): void {
  for (const name of Object.keys(state)) Reflect.deleteProperty(state, name);
  Object.assign(state, content);
}

function known<T>(value: T | undefined, vendor: VendorName): T {
  if (value === undefined) throw new Error(`the vendor ${vendor} is not played here`);
  return value;
}
