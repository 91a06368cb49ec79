import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/**
 * A GitHub that answers these paths and 404 for every other, until the test ends.
 * @param now what its clock says, in ms since the epoch. @returns the variables with which commands find it.
 */
export async function github(
  objects: Readonly<Record<string, unknown>>,
  now = Date.parse("2026-11-21T13:00:00Z"),
): Promise<Record<string, string>> {
  const server = createServer((request, response) => {
    const found = objects[request.url ?? ""];
    response.setHeader("date", new Date(now).toUTCString());
    response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found ?? { message: "Not Found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => void server.close());
  return { GITHUB_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, GITHUB_TOKEN: "t" };
}
