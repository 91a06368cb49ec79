import { serve } from "@groundplan/kit/server.ts";
import { pagerduty } from "./provider.ts";

serve(pagerduty);
