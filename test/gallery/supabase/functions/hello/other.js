import { greeting } from "words";

Deno.serve(() => new Response(greeting.toUpperCase()));
