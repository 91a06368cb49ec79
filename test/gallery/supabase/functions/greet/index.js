Deno.serve(() => new Response("welcome"));
