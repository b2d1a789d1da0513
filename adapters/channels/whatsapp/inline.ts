// The text of a block in WhatsApp's formatting, which has no way to escape its markers.
import type { PhrasingContent } from 'mdast';
import { findSafeAddress } from '../markdown/safe-address.ts';

/** Characters that format text, and similar ones that don't. */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '\u2217', _: '\u02cd', '~': '\u223c', '`': '\u02cb' };
const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;

type Marker = '*' | '_' | '~';

type Piece =
  | { readonly kind: 'text' | 'raw'; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly marker: Marker; readonly id: number };

/** Formats the content of a block; `around` is formatting of the whole block. */
export function formatInline(nodes: readonly PhrasingContent[], around?: Marker): string {
  const writer = new PieceWriter();
  if (around === undefined) for (const node of nodes) writer.add(node);
  else writer.wrap(around, nodes);
  return join(neutralize(dropUseless(writer.pieces)));
}

/** Code in a line, with the similar character for backticks in it. */
function formatCode(value: string): string {
  return `\`${value.replaceAll('`', LOOKALIKES['`'] ?? '')}\``;
}

/** A block of code. A fence in it would end it. */
export function formatCodeBlock(value: string): string {
  return `\`\`\`\n${value.replaceAll('```', (LOOKALIKES['`'] ?? '').repeat(3))}\n\`\`\``;
}

/** Turns nodes into pieces. Formatting ends at the end of a line, so it is closed and opened again there. */
class PieceWriter {
  readonly pieces: Piece[] = [];
  readonly #open: { readonly marker: Marker; id: number }[] = [];
  #ids = 0;

  add(node: PhrasingContent): void {
    switch (node.type) {
      case 'text':
      case 'html':
        return this.#lines(node.value);
      case 'inlineCode':
        return void this.pieces.push({ kind: 'raw', text: formatCode(node.value) });
      case 'break':
        return this.#newLine();
      case 'strong':
        return this.wrap('*', node.children);
      case 'emphasis':
        return this.wrap('_', node.children);
      case 'delete':
        return this.wrap('~', node.children);
      case 'link':
        return this.#link(node.url, node.children);
      case 'image':
        return this.#link(node.url, [{ type: 'text', value: node.alt ?? '' }]);
      default:
        // References were resolved by the parser.
        return;
    }
  }

  wrap(marker: Marker, children: readonly PhrasingContent[]): void {
    if (this.#open.some((one) => one.marker === marker)) return this.#all(children);
    const entry = { marker, id: 0 };
    this.#begin(entry);
    this.#open.push(entry);
    this.#all(children);
    this.#open.pop();
    this.#end(entry);
  }

  #all(nodes: readonly PhrasingContent[]): void {
    for (const node of nodes) this.add(node);
  }

  #begin(entry: { readonly marker: Marker; id: number }): void {
    entry.id = this.#ids += 1;
    this.pieces.push({ kind: 'open', ...entry });
  }

  #end(entry: { readonly marker: Marker; readonly id: number }): void {
    this.pieces.push({ kind: 'close', ...entry });
  }

  #lines(text: string): void {
    text.split('\n').forEach((line, at) => {
      if (at > 0) this.#newLine();
      if (line !== '') this.pieces.push({ kind: 'text', text: line });
    });
  }

  #newLine(): void {
    for (const entry of this.#open.toReversed()) this.#end(entry);
    this.pieces.push({ kind: 'raw', text: '\n' });
    for (const entry of this.#open) this.#begin(entry);
  }

  /** The label and the address, which WhatsApp makes a link. Without a safe address, only the label. */
  #link(target: string, label: readonly PhrasingContent[]): void {
    const address = findSafeAddress(target);
    const shown = formatInline(label);
    if (address === undefined) return this.#all(label);
    if (shown === '' || shown === address || `mailto:${shown}` === address || `http://${shown}` === address)
      return void this.pieces.push({ kind: 'raw', text: address.replace(/^mailto:/, '') });
    this.#all(label);
    this.pieces.push({ kind: 'text', text: ' (' }, { kind: 'raw', text: address }, { kind: 'text', text: ')' });
  }
}

/** Drops formatting that WhatsApp wouldn't recognize: around nothing, next to spaces, or within a word. */
function dropUseless(pieces: readonly Piece[]): readonly Piece[] {
  const useless = new Set<number>();
  pieces.forEach((piece, at) => {
    if (piece.kind !== 'open' && piece.kind !== 'close') return;
    const [outside, inside] = [
      findCharacter(pieces, at, piece.kind === 'open' ? -1 : 1),
      findCharacter(pieces, at, piece.kind === 'open' ? 1 : -1),
    ];
    if (WORD.test(outside) || inside === '' || SPACE.test(inside)) useless.add(piece.id);
  });
  const open = new Map<number, number>();
  let written = 0;
  for (const piece of pieces) {
    if (piece.kind === 'open') open.set(piece.id, written);
    else if ('text' in piece) written += piece.text.length;
    else if (open.get(piece.id) === written) useless.add(piece.id);
  }
  return pieces.filter((piece) => !('id' in piece) || !useless.has(piece.id));
}

/** The character next to a position, over further markers; empty at the start and the end. */
function findCharacter(pieces: readonly Piece[], at: number, step: 1 | -1): string {
  for (let next = at + step; ; next += step) {
    const piece = pieces[next];
    if (piece === undefined) return '';
    if ('text' in piece) return (step === 1 ? [...piece.text].at(0) : [...piece.text].at(-1)) ?? '';
  }
}

/** Replaces literal markers that could format something together with another one. A single one can't. */
function neutralize(pieces: readonly Piece[]): readonly Piece[] {
  const text = join(pieces);
  const marks = new Map<string, number>();
  let offset = 0;
  const candidates = new Set<number>();
  for (const piece of pieces) {
    if (!('text' in piece)) marks.set(piece.marker, (marks.get(piece.marker) ?? 0) + 1);
    else if (piece.kind === 'raw') {
      if (piece.text.includes('`')) marks.set('`', 2);
    } else
      for (let at = 0; at < piece.text.length; at += 1) {
        const character = piece.text.charAt(at);
        if (LOOKALIKES[character] === undefined || !couldFormat(text, offset + at)) continue;
        candidates.add(offset + at);
        marks.set(character, (marks.get(character) ?? 0) + 1);
      }
    offset += 'text' in piece ? piece.text.length : 1;
  }
  offset = 0;
  return pieces.map((piece) => {
    const start = offset;
    offset += 'text' in piece ? piece.text.length : 1;
    if (piece.kind !== 'text') return piece;
    const characters = piece.text.split('').map((character, at) => {
      const isPaired = candidates.has(start + at) && (marks.get(character) ?? 0) > 1;
      return isPaired ? (LOOKALIKES[character] ?? character) : character;
    });
    return { ...piece, text: characters.join('') };
  });
}

/** Markers open or close only at the border of a word; backticks everywhere. */
function couldFormat(text: string, at: number): boolean {
  if (text.charAt(at) === '`') return true;
  const [before, after] = [text.charAt(at - 1), text.charAt(at + 1)];
  const opens = !WORD.test(before) && after !== '' && !SPACE.test(after);
  const closes = !WORD.test(after) && before !== '' && !SPACE.test(before);
  return opens || closes;
}

function join(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : piece.marker)).join('');
}
