// `@` in the draft: what is being typed, what matches it, and the text that replaces it.
import type { MethodParams } from '#contract/methods/registry.ts';
import type { CodeSymbol } from '#contract/types/files.ts';

/** Something that can be mentioned. `detail`: a second text that tells it apart. */
export interface MentionChoice {
  readonly kind: 'file' | 'folder' | 'symbol' | 'session' | 'agent' | 'terminal';
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  /** Where a symbol is declared. */
  readonly symbol?: Omit<CodeSymbol, 'name'>;
}

/** The `@` that is being typed: where it is, and the text after it. */
export interface MentionToken {
  readonly start: number;
  readonly query: string;
}

const MAX_QUERY = 80;
/** Choices in the list. */
const MAX_CHOICES = 14;
/** Choices of a kind that isn't searched by the gateway. */
const MAX_PER_KIND = 5;

/** The token that ends at the caret. An `@` within a word, as in an email address, isn't one. */
export function findMention(text: string, caret: number): MentionToken | undefined {
  if (caret === 0) return undefined;
  const start = text.lastIndexOf('@', caret - 1);
  if (start < 0 || caret - start > MAX_QUERY) return undefined;
  const query = text.slice(start + 1, caret);
  const isWord = start > 0 && !/[\s([{"'«“]/.test(text.charAt(start - 1));
  return isWord || /\s/.test(query) ? undefined : { start, query };
}

/** Where the files are: in the folder of a session, or where a new one would work. */
export type FilePlace = Pick<MethodParams<'files.find'>, 'sessionKey' | 'agentId' | 'projectId'>;

/** What the gateway found, in its order, possibly for an earlier query. */
export interface FoundInFiles {
  readonly files: readonly MentionChoice[];
  readonly symbols: readonly MentionChoice[];
}

/** The choices that match, best first. */
export function rankMentions(
  query: string,
  { files, symbols }: FoundInFiles,
  others: readonly MentionChoice[],
): readonly MentionChoice[] {
  const wanted = query.toLowerCase();
  const counts = new Map<string, number>();
  const matching = others
    .map((choice) => ({ choice, rank: rank(choice.label.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank !== undefined)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .filter(({ choice: { kind } }) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count <= MAX_PER_KIND;
    });
  const named = matching.filter(({ rank }) => wanted !== '' && rank === BEST);
  const rest = matching.filter((one) => !named.includes(one));
  const declared = symbols.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, MAX_PER_KIND);
  const room = Math.max(MAX_PER_KIND, MAX_CHOICES - matching.length - declared.length);
  const best = named.map(({ choice }) => choice);
  const fitting = files.filter(({ label }) => rank(label.toLowerCase(), wanted) !== undefined).slice(0, room);
  return [...best, ...fitting, ...declared, ...rest.map(({ choice }) => choice)].slice(0, MAX_CHOICES);
}

const BEST = 0;

/** Lower is better; undefined: the letters don't all occur in order. */
function rank(label: string, wanted: string): number | undefined {
  if (label.startsWith(wanted)) return BEST;
  if (label.includes(wanted)) return 1;
  let from = 0;
  for (const letter of wanted) {
    const at = label.indexOf(letter, from);
    if (at < 0) return undefined;
    from = at + letter.length;
  }
  return 2;
}

/** The text of a choice in the message: the path of a file, the place of a symbol, the name of anything else. */
export function mentionText({ kind, id, label }: MentionChoice): string {
  if (kind === 'symbol') return inlineCode(id);
  if (kind === 'file') return inlineCode(label);
  if (kind === 'folder') return inlineCode(`${label}/`);
  return `@${label}`;
}

/** Inline code of Markdown, whatever is in the text. */
function inlineCode(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const longest = Math.max(...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

/** The text with the token replaced, and the caret after it. */
export function replaceMention(
  text: string,
  { start, query }: MentionToken,
  replacement: string,
): { readonly text: string; readonly caret: number } {
  const after = text.slice(start + 1 + query.length);
  const gap = /^\s/.test(after) ? '' : ' ';
  const before = text.slice(0, start) + replacement;
  return { text: before + gap + after, caret: before.length + 1 };
}
