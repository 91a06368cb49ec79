import { serve } from "@groundplan/kit/server.ts";
import { supabase } from "./provider.ts";

await serve(supabase);
