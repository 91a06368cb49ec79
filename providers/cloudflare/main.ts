import { serve } from "@groundplan/kit/server.ts";
import { cloudflare } from "./provider.ts";

serve(cloudflare);
