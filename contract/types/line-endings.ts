// Line endings and the byte order mark of a text: a change keeps those of the text that it replaces.
import { diffArrays } from 'diff';

const BYTE_ORDER_MARK = '\ufeff';
const LINE_FEED = /\r?\n/g;
/** Beyond this many changed lines, only the equal lines at the start and the end count as unchanged: comparing takes quadratic time. */
const MAX_EDITS = 1000;

type Ending = '\n' | '\r\n' | '\r';

/** The style of a text. `endings` is undefined for text of one line. */
export interface TextFormat {
  readonly endings: Ending | 'mixed' | undefined;
  readonly hasMark: boolean;
}

interface Line {
  readonly text: string;
  /** Empty for the last line if nothing ends it. */
  readonly ending: string;
}

/** Describes the line endings of a text, and whether it starts with a byte order mark. */
export function detectFormat(text: string): TextFormat {
  const found = new Set(text.match(endingsIn(text)));
  const [first] = found;
  const endings = found.size > 1 ? 'mixed' : first === undefined ? undefined : toEnding(first);
  return { endings, hasMark: text.startsWith(BYTE_ORDER_MARK) };
}

/** `after` with the byte order mark and the line endings of `before`: unchanged lines keep theirs, and new ones get the usual one. */
export function keepFormat(before: string, after: string): string {
  const { endings, hasMark } = detectFormat(before);
  const mark = hasMark && !after.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  return mark + keepEndings(before, after, endings);
}

/** The same for a part of a text. `usual` is the ending for new lines if the part has none. */
export function keepLineEndings(before: string, after: string, usual: TextFormat['endings']): string {
  return keepEndings(before, after, detectFormat(before).endings ?? usual);
}

/** The most frequent ending of a text, or the first one if several are. */
export function findUsualEnding(text: string): Ending | undefined {
  const counts = Map.groupBy(text.match(endingsIn(text)) ?? [], (ending) => ending);
  const [most] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  return most === undefined ? undefined : toEnding(most[0]);
}

function keepEndings(before: string, after: string, endings: TextFormat['endings']): string {
  if (endings === undefined) return after;
  if (endings !== 'mixed') return after.replaceAll(endings === '\r' ? /\r\n|\n|\r/g : LINE_FEED, endings);
  const lines = toLines(after);
  const known = matchEndings(toLines(before), lines);
  const usual = findUsualEnding(before) ?? '\n';
  return lines.map(({ text, ending }, at) => text + (ending === '' ? '' : known[at] || usual)).join('');
}

/** For each line of `after`, the ending of the same line, or of the line that it replaces, in `before`. */
function matchEndings(before: readonly Line[], after: readonly Line[]): readonly (string | undefined)[] {
  const bare = (line: Line): string => line.text.replace(/^\ufeff/, '');
  const changes = diffArrays(before.map(bare), after.map(bare), { maxEditLength: MAX_EDITS });
  if (changes === undefined) return matchEnds(before, after);
  const known: (string | undefined)[] = [];
  let at = 0;
  let removed: readonly Line[] = [];
  for (const { value, added, removed: isRemoved } of changes) {
    const part = before.slice(at, at + value.length);
    if (added) known.push(...value.map((_, index) => removed[index]?.ending));
    else at += value.length;
    if (!added && !isRemoved) known.push(...part.map(({ ending }) => ending));
    removed = isRemoved ? part : [];
  }
  return known;
}

/** Pairs the equal lines at both ends. */
function matchEnds(before: readonly Line[], after: readonly Line[]): readonly (string | undefined)[] {
  const known = Array.from<string | undefined>({ length: after.length });
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  for (; head < shorter && before[head]?.text === after[head]?.text; head += 1) known[head] = before[head]?.ending;
  for (let tail = 1; tail <= shorter - head && before.at(-tail)?.text === after.at(-tail)?.text; tail += 1)
    known[after.length - tail] = before.at(-tail)?.ending;
  return known;
}

function toLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const { 0: ending, index } of text.matchAll(LINE_FEED)) {
    lines.push({ text: text.slice(start, index), ending });
    start = index + ending.length;
  }
  return start === text.length ? lines : [...lines, { text: text.slice(start), ending: '' }];
}

/** A carriage return ends a line only in a text without line feeds: elsewhere it is part of a line. */
function endingsIn(text: string): RegExp {
  return text.includes('\n') ? LINE_FEED : /\r/g;
}

function toEnding(text: string): Ending {
  return text === '\r\n' ? '\r\n' : text === '\r' ? '\r' : '\n';
}
