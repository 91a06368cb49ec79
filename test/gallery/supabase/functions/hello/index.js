import { greeting } from "../_shared/words.js";

Deno.serve(() => new Response(greeting));
