import { serve } from "@groundplan/kit/server.ts";
import { stripe } from "./provider.ts";

serve(stripe);
