import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type { Provider } from "../../providers/supabase/sdk.ts";
import * as supabase from "../../providers/supabase/sdk.ts";
import type { Exhibition } from "./gallery.ts";

/** What every Supabase exhibit is hung with. */
export interface Wall {
  /** The rich project's. */
  readonly projectRef: pulumi.Output<string>;
  /** The other one's. */
  readonly smallProjectRef: pulumi.Output<string>;
  /** Of the rich project's database. */
  readonly databasePassword: string;
  /** What the database's own exhibits come after: the password is changed by the project. */
  readonly opts: pulumi.CustomResourceOptions;
}

/** The organisation of all of them; `supabase-by-hand.ts` names the same one without loading the provider. */
const organizationId = "gallery-supabase";

/** Migrations and functions lie beside this file, wherever the program is started. */
const here = join(import.meta.dirname, "supabase");

/** Projects, the schema of one, and its functions. */
export function hangProject(exhibition: Exhibition, provider: Provider): Wall {
  const { hang, turn, secret } = exhibition;
  const small = hang(
    "supabaseProjectSmall",
    supabase.Project,
    {
      organizationId,
      name: "gallery-small",
      databasePassword: secret("supabase-database-small"),
      region: "us-east-1",
      instanceSize: turn("small", "nano"),
    },
    { provider },
  );
  const databasePassword = turn(secret("supabase-database"), secret("supabase-database-2"));
  const project = hang(
    "supabaseProject",
    supabase.Project,
    {
      organizationId,
      name: turn("gallery", "gallery-renamed"),
      databasePassword,
      region: "eu-central-1",
      instanceSize: turn("small", "medium"),
      legacyApiKeysEnabled: turn(false, true),
    },
    { provider },
  );
  const wall = { projectRef: project.ref, smallProjectRef: small.ref, databasePassword, opts: { provider } };
  hangFunctions(exhibition, wall);
  hang(
    "supabaseMigrations",
    supabase.Migrations,
    {
      projectRef: project.ref,
      databasePassword,
      directory: join(here, "migrations", turn("first", "changed")),
      exposedSchemas: turn(["public"], ["public", "api"]),
    },
    wall.opts,
  );
  hangDatabaseObjects(exhibition, wall);
  return wall;
}

function hangDatabaseObjects({ hang, turn, secret }: Exhibition, { projectRef, databasePassword, opts }: Wall): void {
  hang(
    "supabaseStorageBucket",
    supabase.StorageBucket,
    {
      projectRef,
      databasePassword,
      name: "paintings",
      public: turn(true, false),
      fileSizeLimit: turn(1_048_576, 2_097_152),
      allowedMimeTypes: turn(["image/png", "image/jpeg"], ["image/*"]),
    },
    opts,
  );
  hang(
    "supabaseVaultSecret",
    supabase.VaultSecret,
    {
      projectRef,
      databasePassword,
      name: "gallery_webhook",
      description: turn("Signs what we send.", "Signs what we send out."),
      value: turn(secret("supabase-vault"), secret("supabase-vault-2")),
    },
    opts,
  );
}

function hangFunctions({ hang, turn, secret }: Exhibition, { projectRef, opts }: Wall): void {
  // Its sources change.
  hang(
    "supabaseEdgeFunction",
    supabase.EdgeFunction,
    {
      projectRef,
      slug: "hello",
      name: "Hello",
      directory: join(here, "functions"),
      entrypoint: turn("hello/index.js", "hello/other.js"),
      importMap: turn("hello/deno.json", "hello/other.json"),
      staticFiles: turn(["hello/page.txt"], ["hello/page.txt", "hello/further.txt"]),
      verifyJwt: false,
      verifyJwtReason: turn("it says hello to everybody", "everybody may be told hello"),
    },
    opts,
  );
  // Its sources stay.
  hang(
    "supabaseEdgeFunctionRenamed",
    supabase.EdgeFunction,
    {
      projectRef,
      slug: "greet",
      name: turn("Greet", "Greeter"),
      directory: here,
      entrypoint: "functions/greet/index.js",
      verifyJwt: turn(true, false),
      ...turn({}, { verifyJwtReason: "it greets everybody" }),
    },
    opts,
  );
  hang(
    "supabaseFunctionSecret",
    supabase.FunctionSecret,
    {
      projectRef,
      name: "GALLERY_KEY",
      value: turn(secret("supabase-function-secret"), secret("supabase-function-secret-2")),
    },
    opts,
  );
}
