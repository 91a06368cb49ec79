import type { Http } from "@groundplan/kit/http.ts";

export class VariableWriter {
  readonly http: Http;
  constructor(http: Http) {
    this.http = http;
  }
}
