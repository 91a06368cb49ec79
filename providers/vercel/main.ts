import { serve } from "@groundplan/kit/server.ts";
import { vercel } from "./provider.ts";

serve(vercel);
