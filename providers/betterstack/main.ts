import { serve } from "@groundplan/kit/server.ts";
import { betterstack } from "./provider.ts";

serve(betterstack);
