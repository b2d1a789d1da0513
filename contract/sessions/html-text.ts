// A model's Markdown as safe HTML, line by line and in linear time: code, headings, emphasis. Anything else stays text.
import { escapeHtml } from './html-escape.ts';

// None of them backtracks over the same characters twice: the text is a model's, and it is read on the host's thread.
const FENCE = /^ {0,3}(`{3,}(?!`)|~{3,}(?!~))([^`]*)$/;
const HEADING = /^(#{1,6})\s+(\S.*)$/;
/** A run of backticks, or the text up to the next one. */
const PIECE = /`+|[^`]+/g;
const STRONG = /\*\*([^*\n]{1,500})\*\*/g;
/** Headings start below those of the page and of its messages. */
const TOP_LEVEL = 3;
const LAST_LEVEL = 6;

/** Paragraphs keep their line breaks, and lists and tables look as they were written. */
export function textToHtml(text: string): string {
  const html: string[] = [];
  let paragraph: string[] = [];
  let code: { readonly signs: string; readonly lines: string[] } | undefined;
  const endParagraph = (): void => {
    const lines = paragraph.join('\n').trim();
    if (lines !== '') html.push(paragraphToHtml(lines));
    paragraph = [];
  };
  for (const line of text.replaceAll(/\r\n?/g, '\n').split('\n')) {
    if (code !== undefined) {
      const closing = FENCE.exec(line);
      if (closing?.[1]?.startsWith(code.signs) === true && closing[2]?.trim() === '') {
        html.push(codeToHtml(code.lines));
        code = undefined;
      } else code.lines.push(line);
      continue;
    }
    const signs = FENCE.exec(line)?.[1];
    const heading = HEADING.exec(line);
    if (signs !== undefined) {
      endParagraph();
      code = { signs, lines: [] };
    } else if (heading !== null) {
      endParagraph();
      html.push(headingToHtml(heading[1] ?? '', heading[2] ?? ''));
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line);
  }
  endParagraph();
  if (code !== undefined) html.push(codeToHtml(code.lines));
  return html.join('\n');
}

/** Code or output as it is. */
export function codeToHtml(lines: readonly string[]): string {
  return `<pre><code>${escapeHtml(lines.join('\n'))}</code></pre>`;
}

function headingToHtml(signs: string, text: string): string {
  const level = Math.min(LAST_LEVEL, signs.length + TOP_LEVEL - 1);
  return `<h${level} dir="auto">${inlineToHtml(text)}</h${level}>`;
}

function paragraphToHtml(text: string): string {
  // The columns of a table line up only in a fixed-width font.
  if (text.startsWith('|')) return codeToHtml(text.split('\n'));
  return `<p dir="auto">${inlineToHtml(text)}</p>`;
}

/** Code is a line's text between two runs of equally many backticks. */
function inlineToHtml(text: string): string {
  const pieces = text.match(PIECE) ?? [];
  let html = '';
  let plain = '';
  for (let at = 0; at < pieces.length; at += 1) {
    const [piece = '', code = '', closing] = pieces.slice(at, at + 3);
    if (!piece.startsWith('`') || piece !== closing || code.includes('\n')) {
      plain += piece;
      continue;
    }
    html += `${emphasize(plain)}<code>${escapeHtml(code.trim())}</code>`;
    plain = '';
    at += 2;
  }
  return html + emphasize(plain);
}

function emphasize(text: string): string {
  return escapeHtml(text).replaceAll(STRONG, '<strong>$1</strong>');
}
