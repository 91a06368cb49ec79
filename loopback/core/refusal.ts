/** Thrown by a route: the vendor refuses with this answer. A function of a vendor's own gives it the vendor's shape. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: object | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: object | null, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${status}`);
    this.name = "Refusal";
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}
