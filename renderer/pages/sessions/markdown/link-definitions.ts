// Definitions of links, `[1]: https://example.org "Title"`, apply to the whole message, but blocks are rendered one by one.
import type { MarkdownBlock } from './markdown-block.ts';

const LABEL = String.raw`\[((?:[^[\]\\]|\\.){1,999})\]`;
const ADDRESS = String.raw`(?:<[^<>]*>|[^\s<]\S*)`;
const TITLE = String.raw`(?:"[^"]*"|'[^']*'|\([^()]*\))`;
const DEFINITION = new RegExp(`^ {0,3}${LABEL}:[ \\t]*(?:(${ADDRESS})(?:[ \\t]+${TITLE})?)?[ \\t]*$`);
/** The address can be in the next line, and so can the title. */
const NEXT_ADDRESS = new RegExp(`^[ \\t]*${ADDRESS}(?:[ \\t]+${TITLE})?[ \\t]*$`);
const NEXT_TITLE = new RegExp(`^[ \\t]*${TITLE}[ \\t]*$`);
const LABELS = new RegExp(LABEL, 'g');
/** The marks of quotes and list items before a line. */
const CONTAINERS = /^(?: {0,3}(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))[ \t]{0,4})+/;
const HEADING = /^ {0,3}#/;
const FOOTNOTE = '^';
/** More than a message has, unless it is hostile. */
const MAX_DEFINITIONS = 1_000;

/** A definition whose address or title may follow in the next line. */
interface OpenDefinition {
  readonly label: string;
  readonly source: string;
  readonly hasAddress: boolean;
}

/** The definitions of one message. */
export class LinkDefinitions {
  readonly #sources = new Map<string, string>();

  get count(): number {
    return this.#sources.size;
  }

  /** Reads the definitions in a complete block. */
  read(block: string): void {
    if (!block.includes(']:')) return;
    let open: OpenDefinition | undefined;
    let isParagraph = false;
    for (const whole of block.split('\n')) {
      const containers = CONTAINERS.exec(whole)?.[0] ?? '';
      const line = whole.slice(containers.length);
      const isPart: boolean = open !== undefined && this.#continue(open, line);
      // A definition can't interrupt a paragraph, but a list item can.
      const canStart: boolean = !isPart && (!isParagraph || /[^\s>]/.test(containers));
      open = canStart ? this.#start(line) : undefined;
      isParagraph = open === undefined && !isPart && line.trim() !== '' && !HEADING.test(line);
    }
  }

  #start(line: string): OpenDefinition | undefined {
    const [, label, address] = DEFINITION.exec(line) ?? [];
    if (label === undefined || label.startsWith(FOOTNOTE)) return undefined;
    const definition = { label: toKey(label), source: line, hasAddress: address !== undefined };
    if (definition.hasAddress) this.#add(definition.label, line);
    return definition;
  }

  /** Whether the line has the address or the title of a definition that was started. */
  #continue({ label, source, hasAddress }: OpenDefinition, line: string): boolean {
    if (!(hasAddress ? NEXT_TITLE : NEXT_ADDRESS).test(line)) return false;
    const whole = `${source}\n${line}`;
    if (!hasAddress) this.#add(label, whole);
    else if (this.#sources.get(label) === source) this.#sources.set(label, whole);
    return true;
  }

  /** The block with the definitions that its links refer to; the same object if there are none. */
  apply(block: MarkdownBlock): MarkdownBlock {
    if (block.type === 'fence' || this.count === 0 || !block.text.includes('[')) return block;
    const labels = new Set([...block.text.matchAll(LABELS)].map(([, label = '']) => toKey(label)));
    const definitions = [...labels].flatMap((label) => this.#sources.get(label) ?? []).join('\n');
    return definitions === (block.definitions ?? '') ? block : { ...block, definitions };
  }

  /** The first definition of a label counts. */
  #add(label: string, source: string): void {
    if (!this.#sources.has(label) && this.count < MAX_DEFINITIONS) this.#sources.set(label, source);
  }
}

/** Labels are compared without case and repeated spaces. */
function toKey(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
