import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { ApiSettings } from "./api-settings.ts";
import { AuthSettings } from "./auth-settings.ts";
import { connect } from "./client.ts";
import { EdgeFunction } from "./edge-function.ts";
import { FunctionSecret } from "./function-secret.ts";
import { Migrations } from "./migrations.ts";
import { Project } from "./project.ts";

export const supabase = provider({
  name: "supabase",
  version: "0.1.0",
  displayName: "Supabase",
  config: z.object({}),
  // The engine starts a plugin in the program's folder.
  configure: (_config, machine) => connect(machine, process.cwd()),
  resources: [Project, AuthSettings, ApiSettings, FunctionSecret, EdgeFunction, Migrations],
});
