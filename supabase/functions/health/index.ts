import { answer } from "../_shared/answer.ts";

/** Whether the project's API answers: 200 and `ok`, or 503 and `unhealthy`. Tells nothing else, as anybody may call it. */
export async function handle(request: Request, environment: (name: string) => string | undefined): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") return answer(405, { error: "only GET" });
  const address = environment("SUPABASE_URL");
  const key = environment("SUPABASE_ANON_KEY");
  if (address === undefined || key === undefined) return answer(503, { status: "unhealthy" });
  const started = performance.now();
  try {
    const response = await fetch(`${address}/auth/v1/health`, { headers: { apikey: key }, signal: AbortSignal.timeout(5000) });
    const milliseconds = Math.round(performance.now() - started);
    return answer(response.ok ? 200 : 503, { status: response.ok ? "ok" : "unhealthy", milliseconds });
  } catch {
    return answer(503, { status: "unhealthy" });
  }
}

Deno.serve((request) => handle(request, (name) => Deno.env.get(name)));
