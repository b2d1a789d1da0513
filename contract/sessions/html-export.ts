// A session as one HTML page without scripts, for the export and for share links. It loads nothing from elsewhere.
import type { ImageBlock } from '../types/content.ts';
import { removeHidden } from '../types/hidden-characters.ts';
import { escapeHtml } from './html-escape.ts';
import { codeToHtml, textToHtml } from './html-text.ts';
import type { AssistantItem, Item, ToolCallView, UserItem } from './session-view.ts';

/** Content policy of the page: its own style, and images inside of it. */
export const EXPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A session to export. */
export interface ExportedSession {
  readonly title: string;
  readonly items: readonly Item[];
}

const IMAGE_TYPE = /^image\/(?:png|jpeg|gif|webp)$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1d21; --soft: #5c5f68; --line: #dcdde2; --ground: #ffffff; --code: #f4f4f6; --bubble: #e9edfb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e7ea; --soft: #a3a6b0; --line: #34363d; --ground: #16171a; --code: #1f2125; --bubble: #262c40; } }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 50rem; background: var(--ground); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; } h2 { margin: 0; font-size: .8rem; font-weight: 500; color: var(--soft); } h3, h4, h5, h6 { margin: 1.2em 0 .4em; font-size: 1.05rem; }
section { margin: 1.5rem 0; } section.user { padding: .75rem 1rem; border-radius: .75rem; background: var(--bubble); }
p { margin: .6em 0; white-space: pre-wrap; } time { margin-inline-start: .5em; }
code, pre { font-family: ui-monospace, monospace; font-size: .85em; } pre { margin: .6em 0; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--code); overflow-x: auto; white-space: pre-wrap; } :not(pre) > code { padding: .1em .3em; border-radius: .25rem; background: var(--code); }
details { margin: .5em 0; } summary { color: var(--soft); font-size: .9rem; cursor: pointer; } .note { color: var(--soft); font-size: .9rem; border-block: 1px solid var(--line); padding: .4rem 0; }
img { max-width: 100%; border-radius: .5rem; } .file { color: var(--soft); font-size: .9rem; } a:focus-visible, summary:focus-visible { outline: 2px solid; }
`;

/** The page up to its content. `language` is that of the page's own words. */
export function htmlStart(title: string, language = 'en'): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="${EXPORT_POLICY}">
<title>${escapeHtml(removeHidden(title))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
`;
}

/** The end of the page. */
export const HTML_END = '</main>\n</body>\n</html>\n';

/** The title of a session in the page. */
export function htmlTitle(title: string): string {
  return `<h1 dir="auto">${escapeHtml(removeHidden(title))}</h1>\n`;
}

/** One item; empty if it has nothing to show. */
export function htmlItem(item: Item): string {
  switch (item.kind) {
    case 'user':
      return section('user', item.sender ?? 'User', item.ts, [userBody(item)]);
    case 'assistant':
      return section('agent', `${item.provider}/${item.model}`, item.ts, assistantParts(item));
    case 'divider':
      return `<p class="note" dir="auto">${escapeHtml(item.text || item.what)} ${time(item.ts)}</p>\n`;
  }
}

/** The complete page of one or more sessions. */
export function toHtml(sessions: readonly ExportedSession[]): string {
  const [first] = sessions;
  const body = sessions.flatMap(({ title, items }) => [htmlTitle(title), ...items.map(htmlItem)]);
  return [htmlStart(sessions.length === 1 ? (first?.title ?? '') : 'Gatehouse sessions'), ...body, HTML_END].join('');
}

function section(look: string, heading: string, ts: number, parts: readonly string[]): string {
  const shown = parts.filter((part) => part !== '');
  if (shown.length === 0) return '';
  return `<section class="${look}">\n<h2 dir="auto">${escapeHtml(heading)}${time(ts)}</h2>\n${shown.join('\n')}\n</section>\n`;
}

function time(ts: number): string {
  const iso = new Date(ts).toISOString();
  return ` <time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

function userBody({ text, images, files = [] }: UserItem): string {
  const attached = files.map(({ name }) => `<p class="file" dir="auto">${escapeHtml(name)}</p>`);
  return [...images.map(image), ...attached, `<p dir="auto">${escapeHtml(text)}</p>`].join('\n');
}

function image({ mimeType, data }: ImageBlock, index: number): string {
  if (!IMAGE_TYPE.test(mimeType) || !BASE64.test(data)) return '';
  return `<img src="data:${mimeType};base64,${data}" alt="Image ${index + 1}">`;
}

/** Texts and tool calls in the order in which the model wrote them. Reasoning isn't part of an export. */
function assistantParts({ content, calls }: AssistantItem): readonly string[] {
  return content.flatMap((block) => {
    if (block.type === 'text') return [textToHtml(block.text)];
    const call = block.type === 'toolCall' ? calls.find(({ callId }) => callId === block.id) : undefined;
    return call === undefined ? [] : [toolCall(call)];
  });
}

function toolCall({ name, title = '', state, input, text }: ToolCallView): string {
  const shown = JSON.stringify(input, null, 2);
  const output = text === undefined || text === '' ? '' : codeToHtml([text]);
  const summary = [name, title, `(${state})`].filter((part) => part !== '').join(' ');
  return `<details>\n<summary dir="auto">${escapeHtml(summary)}</summary>\n${codeToHtml([shown])}\n${output}\n</details>`;
}
