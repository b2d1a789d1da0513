// Reads messages as the Bot API does: the tags that it knows, their nesting, and the length of the text.

const TAGS: ReadonlySet<string> = new Set(['b', 'i', 's', 'u', 'code', 'pre', 'a', 'blockquote']);
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const MAX_TEXT = 4_096;

/** The text of a message without formatting. @throws what the Bot API would answer */
export function readHtml(html: string, limit = MAX_TEXT): string {
  const open: string[] = [];
  let text = '';
  let at = 0;
  while (at < html.length) {
    const rest = html.slice(at);
    const tag = /^<(\/?)([a-z]+)((?:\s[^<>]*)?)>/.exec(rest);
    const entity = /^&(lt|gt|amp|quot);/.exec(rest);
    if (tag !== null) {
      const [all, slash, name = '', attributes = ''] = tag;
      if (!TAGS.has(name)) throw new Error(`can't parse entities: Unsupported start tag "${name}"`);
      if (slash === '/') {
        if (open.pop() !== name) throw new Error(`can't parse entities: Unmatched end tag "${name}"`);
      } else {
        check(name, open, attributes);
        open.push(name);
      }
      at += all.length;
    } else if (entity !== null) {
      text += ENTITIES[entity[1] ?? ''] ?? '';
      at += entity[0].length;
    } else if (rest.startsWith('<')) throw new Error("can't parse entities: Unsupported start tag");
    else {
      text += html.charAt(at);
      at += 1;
    }
  }
  if (open.length > 0)
    throw new Error(`can't parse entities: Can't find end tag corresponding to start tag "${open.at(-1) ?? ''}"`);
  const shown = text.trim();
  if (shown === '') throw new Error('message text is empty');
  if (!shown.isWellFormed()) throw new Error('strings must be encoded in UTF-8');
  if (shown.length > limit) throw new Error('message is too long');
  return shown;
}

function check(name: string, open: readonly string[], attributes: string): void {
  const isCodeInPre = name === 'code' && open.at(-1) === 'pre';
  if (open.includes('code') || (open.includes('pre') && !isCodeInPre))
    throw new Error(`can't parse entities: ${name} in code`);
  if (name === 'blockquote' && open.includes('blockquote')) throw new Error("can't parse entities: nested blockquote");
  if (name === 'code' && !isCodeInPre && open.some((one) => 'bis'.includes(one)))
    throw new Error("can't parse entities: code in other formatting");
  if (name === 'a' && open.includes('a')) throw new Error("can't parse entities: nested link");
  if (name === 'a' && !/^\shref="(?:https?|mailto|tel):[^"]*"$/.test(attributes))
    throw new Error("can't parse entities: invalid link");
}
