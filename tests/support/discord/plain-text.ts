// Discord's formatting as a person reads it.

/** The text without formatting: escapes are resolved, and markers are gone. Code stays as it is. */
export function toPlain(content: string): string {
  let plain = '';
  for (let at = 0; at < content.length;) {
    const fence = /^```[\w+#.-]*\n([\s\S]*?)\n?```|^``\s?(.*?)\s?``|^`([^`]+)`/.exec(content.slice(at));
    if (fence !== null) {
      plain += (fence[1] ?? fence[2] ?? fence[3] ?? '').replaceAll('\u200b', '');
      at += fence[0].length;
    } else if (content[at] === '\\' && /[^A-Za-z0-9\s]/.test(content[at + 1] ?? '')) {
      plain += content[at + 1];
      at += 2;
    } else {
      plain += content[at] === '*' || content[at] === '~' ? '' : content[at];
      at += 1;
    }
  }
  return plain;
}
