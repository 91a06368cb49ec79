import { serve } from "@groundplan/kit/server.ts";
import { sentry } from "./provider.ts";

serve(sentry);
