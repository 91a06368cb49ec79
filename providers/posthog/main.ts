import { serve } from "@groundplan/kit/server.ts";
import { posthog } from "./provider.ts";

serve(posthog);
