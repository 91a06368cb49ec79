import { basicCredentials, type Login } from "../core/gate.ts";
import { defineVendor } from "../core/vendor.ts";
import { databaseRoutes, databaseView } from "./databases.ts";
import { errorBody } from "./refusal.ts";
import { emptyState, type UpstashState } from "./state.ts";

/** The account that the loopback's key belongs to. */
const email = "owner@loopback.test";

/** Upstash's developer API: HTTP Basic of the account's e-mail and a key. */
const login: Login = {
  authorization: (token) => `Basic ${Buffer.from(`${email}:${token}`).toString("base64")}`,
  credential(authorization) {
    const { user, password } = basicCredentials(authorization) ?? {};
    return user === email ? password : undefined;
  },
};

/** Upstash's developer API, https://upstash.com/docs/devops/developer-api. */
export const upstash = defineVendor<UpstashState>({
  name: "upstash",
  environment: { token: "UPSTASH_API_KEY", endpoint: "UPSTASH_API_URL" },
  login,
  variables: () => ({ UPSTASH_EMAIL: email }),
  endpointPath: "",
  makeToken: (id) => `${id(8, hex)}-${id(4, hex)}-${id(4, hex)}-${id(4, hex)}-${id(12, hex)}`,
  prefixes: [],
  secretKeys: ["password", "rest_token", "read_only_rest_token"],
  headers: () => ({}), // Upstash tells nobody how much of a limit is left
  error: (_status, message) => errorBody(message),
  unauthorized: () => ({ status: 401, body: errorBody("Unauthorized") }),
  emptyState,
  present: ({ state }) => ({ databases: state.databases.map((database) => databaseView(database, true)) }),
  routes: databaseRoutes,
});

const hex = "0123456789abcdef";
