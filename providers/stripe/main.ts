import { serve } from "@groundplan/kit/server.ts";

await serve(async () => (await import("./provider.ts")).stripe);
