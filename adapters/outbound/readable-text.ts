// Converts a page to text for a model: without scripts and styles, and with the addresses of links.
import type { OutboundAnswer } from '#core/ports/outbound.ts';

const TEXT_TYPES = /^(text\/|application\/(json|xml|javascript|yaml|x-yaml|toml|x-sh|rtf|ld\+json)$|.*\+(json|xml)$)/;
const MARKUP_TYPES: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml']);

/** Loaded with the first page, because it takes a while. */
let fromMarkup: ((markup: string) => string) | undefined;

async function createConverter(): Promise<(markup: string) => string> {
  const { compile } = await import('html-to-text');
  return compile({
    wordwrap: false,
    limits: { maxDepth: 200, maxInputLength: 2_000_000 },
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: 'img', format: 'skip' },
      ...['script', 'style', 'noscript', 'template', 'svg', 'iframe'].map((selector) => ({ selector, format: 'skip' })),
      ...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
    ],
  });
}

/** The text of a response; `undefined` for other content, such as images. */
export async function readableText({ contentType, charset, bytes }: OutboundAnswer): Promise<string | undefined> {
  if (contentType !== '' && !TEXT_TYPES.test(contentType)) return undefined;
  if (contentType === '' && bytes.includes(0)) return undefined;
  const text = decoded(bytes, charset);
  if (!MARKUP_TYPES.has(contentType)) return text;
  fromMarkup ??= await createConverter();
  return fromMarkup(text).trim();
}

function decoded(bytes: Uint8Array, charset: string | undefined): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // An unknown charset.
    return new TextDecoder().decode(bytes);
  }
}
