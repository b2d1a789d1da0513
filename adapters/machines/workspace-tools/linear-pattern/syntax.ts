// Regular expressions without backtracking, part 1: text to tree. What cannot be matched in linear time
// (look-around, back-references) is refused with a reason.

/** Code units from `lo` to `hi`, both included. */
export type Range = readonly [lo: number, hi: number];

/** The tree of a pattern. */
export type Node =
  | { readonly type: 'set'; readonly ranges: readonly Range[]; readonly negated: boolean }
  | { readonly type: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly type: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly type: 'choice'; readonly nodes: readonly Node[] }
  | { readonly type: 'repeat'; readonly node: Node; readonly min: number; readonly max: number };

/** Thrown for a pattern that is wrong or cannot be matched in linear time. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PatternError';
  }
}

const MAX_PATTERN_CHARS = 1000;
const MAX_DEPTH = 50;
const MAX_REPEAT = 1000;
const DIGITS: readonly Range[] = [[48, 57]];
const WORDS: readonly Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACES: readonly Range[] = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const CLASSES: Readonly<Record<string, readonly Range[]>> = { d: DIGITS, w: WORDS, s: SPACES };
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };

/** Parses `pattern`; a leading `(?i)` ignores case. @throws {PatternError} */
export function parsePattern(pattern: string): { readonly node: Node; readonly ignoreCase: boolean } {
  if (pattern.length > MAX_PATTERN_CHARS)
    throw new PatternError(`A pattern has at most ${MAX_PATTERN_CHARS} characters.`);
  const ignoreCase = pattern.startsWith('(?i)');
  const parser = new Parser(ignoreCase ? pattern.slice(4) : pattern);
  return { node: parser.parse(), ignoreCase };
}

class Parser {
  private at = 0;
  private depth = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  parse(): Node {
    const node = this.choice();
    if (this.at < this.text.length) throw new PatternError('There is a `)` too many.');
    return node;
  }

  private choice(): Node {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new PatternError('Too many groups within each other.');
    const nodes = [this.sequence()];
    while (this.take('|')) nodes.push(this.sequence());
    this.depth -= 1;
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { type: 'choice', nodes };
  }

  private sequence(): Node {
    const nodes: Node[] = [];
    while (this.at < this.text.length && this.peek() !== '|' && this.peek() !== ')') nodes.push(this.repeated());
    return { type: 'sequence', nodes };
  }

  private repeated(): Node {
    const node = this.atom();
    const counts = this.quantifier();
    if (counts === undefined) return node;
    if (this.take('+')) throw new PatternError('Possessive quantifiers are not supported.');
    this.take('?');
    if (this.quantifier() !== undefined) throw new PatternError('A quantifier follows a quantifier.');
    return { type: 'repeat', node, min: counts[0], max: counts[1] };
  }

  private quantifier(): readonly [number, number] | undefined {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    return this.counted();
  }

  /** `{2}`, `{2,}`, `{2,5}`; any other brace is itself. */
  private counted(): readonly [number, number] | undefined {
    if (this.peek() !== '{') return undefined;
    const end = this.text.indexOf('}', this.at);
    if (end === -1) return undefined;
    const [low, high, ...more] = this.text.slice(this.at + 1, end).split(',');
    if (more.length > 0 || !isCount(low) || !(high === undefined || high === '' || isCount(high))) return undefined;
    this.at = end + 1;
    const min = Number(low);
    const max = high === undefined ? min : high === '' ? Infinity : Number(high);
    if (min > max || min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT))
      throw new PatternError(`A count goes from 0 to ${MAX_REPEAT}, smaller number first.`);
    return [min, max];
  }

  private atom(): Node {
    const char = this.next();
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.set();
      case '.':
        return {
          type: 'set',
          ranges: [
            [10, 10],
            [13, 13],
          ],
          negated: true,
        };
      case '^':
        return { type: 'assert', what: 'start' };
      case '$':
        return { type: 'assert', what: 'end' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError(`There is nothing before \`${char}\` to repeat.`);
      default:
        return literal(char.charCodeAt(0));
    }
  }

  private group(): Node {
    if (this.take('?')) {
      const isNamed = this.peek() === '<' && !['=', '!'].includes(this.text[this.at + 1] ?? '');
      if (isNamed) this.at = this.text.indexOf('>', this.at) + 1 || this.text.length;
      else if (!this.take(':'))
        throw new PatternError(
          'Look-around and inline flags are not supported: they cannot be matched in linear time.',
        );
    }
    const node = this.choice();
    if (!this.take(')')) throw new PatternError('A `)` is missing.');
    return node;
  }

  private escape(): Node {
    const char = this.next();
    if (char === 'b') return { type: 'assert', what: 'word' };
    if (char === 'B') return { type: 'assert', what: 'not-word' };
    if (/[1-9k]/.test(char))
      throw new PatternError('Back-references are not supported: they cannot be matched in linear time.');
    const named = CLASSES[char.toLowerCase()];
    if (named !== undefined && /[dws]/i.test(char))
      return { type: 'set', ranges: named, negated: char !== char.toLowerCase() };
    return literal(this.codeOf(char));
  }

  private codeOf(char: string): number {
    if (char === 'x') return this.hex(2);
    if (char === 'u') return this.hex(4);
    const control = CONTROLS[char];
    if (control !== undefined) return control;
    if (/[a-z]/i.test(char)) throw new PatternError(`\`\\${char}\` is not supported.`);
    return char.charCodeAt(0);
  }

  private hex(digits: number): number {
    const code = this.text.slice(this.at, this.at + digits);
    if (code.length !== digits || /[^0-9a-f]/i.test(code))
      throw new PatternError('A hexadecimal escape is incomplete.');
    this.at += digits;
    return Number.parseInt(code, 16);
  }

  private set(): Node {
    const negated = this.take('^');
    const ranges: Range[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      const low = this.member();
      if (typeof low !== 'number') ranges.push(...low);
      else if (this.peek() === '-' && (this.text[this.at + 1] ?? ']') !== ']') ranges.push(this.rangeFrom(low));
      else ranges.push([low, low]);
    }
    this.at += 1;
    return { type: 'set', ranges, negated };
  }

  private rangeFrom(low: number): Range {
    this.at += 1;
    const high = this.member();
    if (typeof high !== 'number' || high < low) throw new PatternError('A range in brackets is the wrong way round.');
    return [low, high];
  }

  private member(): number | readonly Range[] {
    const char = this.next();
    if (char !== '\\') return char.charCodeAt(0);
    const escaped = this.next();
    if (escaped === 'b') return 8;
    const named = CLASSES[escaped];
    if (named !== undefined) return named;
    if (/[DWS]/.test(escaped)) return complement(CLASSES[escaped.toLowerCase()] ?? []);
    return this.codeOf(escaped);
  }

  private peek(): string | undefined {
    return this.text[this.at];
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private next(): string {
    const char = this.text[this.at];
    if (char === undefined)
      throw new PatternError('The pattern ends too early: a `]`, `)` or escaped character is missing.');
    this.at += 1;
    return char;
  }
}

function literal(code: number): Node {
  return { type: 'set', ranges: [[code, code]], negated: false };
}

function isCount(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,9}$/.test(text);
}

function complement(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  let from = 0;
  for (const [low, high] of ranges) {
    if (low > from) result.push([from, low - 1]);
    from = high + 1;
  }
  return [...result, [from, 0xffff]];
}
