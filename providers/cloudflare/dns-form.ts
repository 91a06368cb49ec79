/** A name in full, as Cloudflare tells it: `@` and relative names belong to the zone. */
export function normalName(name: string, zone: string): string {
  if (name === "@" || name === zone) return zone;
  return name.endsWith(`.${zone}`) ? name : `${name}.${zone}`;
}

/** What a record holds in the one form that is compared. */
export function normalContent(type: string, content: string): string {
  if (type === "TXT") return unquoted(content);
  if (type === "AAAA") return URL.parse(`http://[${content}]`)?.hostname.slice(1, -1) ?? content;
  if (["CNAME", "MX", "NS", "PTR"].includes(type)) return content.toLowerCase().replace(/\.$/, "");
  return content;
}

/** Cloudflare API: a TXT may come back quoted, and a long one as several quoted texts. */
function unquoted(text: string): string {
  if (!/^"[^"\\]*"(\s+"[^"\\]*")*$/.test(text)) return text;
  return text.slice(1, -1).split(/"\s+"/).join("");
}
