// File name patterns (`*`, `?`, `[a-z]`, `**`, `{a,b}`), matched without backtracking over more than one star.

type Token =
  | { readonly type: 'char'; readonly code: string }
  | { readonly type: 'any' }
  | { readonly type: 'star' }
  | { readonly type: 'set'; readonly members: string; readonly negated: boolean };
/** One part of a path pattern: `**`, or a name pattern. */
type Segment = '**' | readonly Token[];

const MAX_ALTERNATIVES = 64;

/** A compiled path pattern. */
export interface Glob {
  /** `parts` of a path, from its first folder. */
  matches(parts: readonly string[]): boolean;
}

/** A pattern over whole paths, with `{a,b}` alternatives. A pattern without `/` matches names in any folder. */
export function compileGlob(pattern: string): Glob {
  const globs = alternatives(pattern).map((one) =>
    compilePathGlob(one.includes('/') ? one.replace(/^\//, '') : `**/${one}`),
  );
  return { matches: (parts) => globs.some((glob) => glob.matches(parts)) };
}

/** A pattern over whole paths, without alternatives. */
export function compilePathGlob(pattern: string): Glob {
  const segments: readonly Segment[] = pattern.split('/').map((part) => (part === '**' ? part : tokensOf(part)));
  return { matches: (parts) => matchSegments(segments, parts) };
}

function alternatives(pattern: string): readonly string[] {
  const done: string[] = [];
  const open = [pattern];
  while (open.length > 0 && done.length + open.length <= MAX_ALTERNATIVES) {
    const one = open.pop() ?? '';
    const end = one.indexOf('}');
    const start = one.lastIndexOf('{', end);
    if (start === -1 || end === -1) done.push(one);
    else
      for (const choice of one.slice(start + 1, end).split(','))
        open.push(one.slice(0, start) + choice + one.slice(end + 1));
  }
  return done;
}

function tokensOf(part: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < part.length; at += 1) {
    const char = part[at] ?? '';
    if (char === '*') {
      if (tokens.at(-1)?.type !== 'star') tokens.push({ type: 'star' });
    } else if (char === '?') tokens.push({ type: 'any' });
    else if (char === '\\') tokens.push({ type: 'char', code: part[(at += 1)] ?? '\\' });
    else if (char === '[' && part.indexOf(']', at + 2) !== -1) {
      const end = part.indexOf(']', at + 2);
      const negated = part[at + 1] === '!' || part[at + 1] === '^';
      tokens.push({ type: 'set', members: part.slice(at + (negated ? 2 : 1), end), negated });
      at = end;
    } else tokens.push({ type: 'char', code: char });
  }
  return tokens;
}

/** Greedy with one point to return to: the last `**`. */
function matchSegments(segments: readonly Segment[], parts: readonly string[]): boolean {
  return matchGreedy(
    segments.length,
    parts.length,
    (s) => segments[s] === '**',
    (s, p) => {
      const segment = segments[s];
      return segment !== undefined && segment !== '**' && matchName(segment, parts[p] ?? '');
    },
  );
}

function matchName(tokens: readonly Token[], name: string): boolean {
  return matchGreedy(
    tokens.length,
    name.length,
    (t) => tokens[t]?.type === 'star',
    (t, c) => matchChar(tokens[t], name[c] ?? ''),
  );
}

/** Wildcard matching in O(pattern × text): a later star makes earlier ones final. */
function matchGreedy(
  patternLength: number,
  textLength: number,
  isStar: (p: number) => boolean,
  fits: (p: number, t: number) => boolean,
): boolean {
  let p = 0;
  let starAt = -1;
  let resume = 0;
  for (let t = 0; t < textLength;) {
    if (p < patternLength && isStar(p)) {
      starAt = p;
      resume = t;
      p += 1;
    } else if (p < patternLength && fits(p, t)) {
      p += 1;
      t += 1;
    } else if (starAt !== -1) {
      p = starAt + 1;
      resume += 1;
      t = resume;
    } else return false;
  }
  while (p < patternLength && isStar(p)) p += 1;
  return p === patternLength;
}

function matchChar(token: Token | undefined, char: string): boolean {
  switch (token?.type) {
    case 'char':
      return token.code === char;
    case 'any':
      return true;
    case 'set':
      return inSet(token.members, char) !== token.negated;
    default:
      return false;
  }
}

function inSet(members: string, char: string): boolean {
  for (let at = 0; at < members.length; at += 1) {
    if (members[at + 1] === '-' && at + 2 < members.length) {
      if (char >= (members[at] ?? '') && char <= (members[at + 2] ?? '')) return true;
      at += 2;
    } else if (members[at] === char) return true;
  }
  return false;
}
