// Paths with placeholders: `{id}` in `/v1/models/{id}` matches one segment, `{id*}` all remaining ones.

/** The decoded placeholders of `path` if it matches `pattern`; otherwise undefined. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  if (!pattern.includes('{')) return pattern === path ? {} : undefined;
  const wanted = pattern.split('/');
  const given = path.split('/');
  const found: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const name = /^\{(\w+)(\*?)\}$/.exec(segment);
    if (name?.[1] === undefined) {
      if (segment !== given[index]) return undefined;
      continue;
    }
    const text = decode(name[2] === '*' ? given.slice(index).join('/') : (given[index] ?? ''));
    if (text === undefined || text === '') return undefined;
    found[name[1]] = text;
    if (name[2] === '*') return found;
  }
  return wanted.length === given.length ? found : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // An invalid percent encoding matches nothing.
    return undefined;
  }
}
