import type { Http } from "@groundplan/kit/http.ts";
import type { Issue, Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { list } from "./client.ts";

const user = z.object({ id: z.string(), email: z.string() });

/** Ids of users by what stands for them in a program: an id as it is, an e-mail looked up. */
export interface Directory {
  idOf(user: string): string;
  /** What to say of e-mails that nobody has. */
  issueOf(user: string, property: string): Issue[];
}

/** Looks up every e-mail among `users`; users are made by invitation, so a program knows them by nothing else. */
export async function directory({ client }: Reading<Http>, users: readonly string[]): Promise<Directory> {
  const emails = [...new Set(users.filter(isEmail))];
  const known = new Map<string, string>();
  for (const email of emails) {
    const found = (await list(client, "users", user, email)).find((one) => one.email === email.toLowerCase());
    if (found !== undefined) known.set(email, found.id);
  }
  return {
    idOf: (given) => known.get(given) ?? given,
    issueOf: (given, property) =>
      isEmail(given) && !known.has(given)
        ? [{ property, reason: `${given} is no user of this PagerDuty account: invite them, then run it again` }]
        : [],
  };
}

const isEmail = (given: string): boolean => given.includes("@");
