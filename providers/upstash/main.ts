import { serve } from "@groundplan/kit/server.ts";
import { upstash } from "./provider.ts";

serve(upstash);
