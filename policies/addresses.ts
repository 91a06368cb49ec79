/**
 * Inputs that are programs rather than addresses: a workflow file may start a database on the runner's own localhost and
 * name every stage's host. They are reviewed as code.
 */
const programText: Readonly<Record<string, readonly string[]>> = {
  "github:index/repositoryFile:RepositoryFile": ["content"],
};

/** Top-level inputs of this type that hold program text. */
export const programTextOf = (type: string): readonly string[] => programText[type] ?? [];

/** The address of the machine itself that a text holds, such as `localhost`, or undefined. Names such as `localhost.run` are not it. */
export function loopbackIn(text: string): string | undefined {
  const name = /(?<![\w.-])(?:[\w-]+\.)*localhost(?![\w-]|\.\w)/i.exec(text)?.[0];
  const four = /(?<![\d.])(?:127(?:\.\d{1,3}){3}|0\.0\.0\.0)(?!\w|[.-]\w)/.exec(text)?.[0];
  const six = /(?<![\w:])(?:::1|(?:0{1,4}:){7}0{0,3}1)(?![\w:.])/.exec(text)?.[0];
  return name ?? four ?? six;
}

/** An id shorter than this is a common word or number; it counts only when it is the whole text. */
const shortId = 8;

/** True when a text is an id, or holds it as a whole word: `prj_a` in `team/prj_a`, a project's ref in `https://<ref>.supabase.co`. */
export function holdsId(text: string, id: string): boolean {
  if (text === id) return true;
  return id.length >= shortId && new RegExp(`(?<![\\w-])${RegExp.escape(id)}(?![\\w-])`, "i").test(text);
}

/** True when a text names exactly this host; neither a subdomain of it nor a mail address at it. */
export function holdsHost(text: string, host: string): boolean {
  const exact = `${RegExp.escape(host)}(?![\\w-]|\\.\\w)`;
  return new RegExp(`(?<![\\w.@-])${exact}|://[^/\\s@]*@${exact}`, "i").test(text);
}
