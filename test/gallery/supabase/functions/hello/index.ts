import { greeting } from "../_shared/words.ts";

Deno.serve(() => new Response(greeting));
