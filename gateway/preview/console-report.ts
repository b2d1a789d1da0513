// Turns reports of the script in a previewed page, which is untrusted, into lines of the console.
import { isJsonObject } from '#contract/types/json-object.ts';
import { truncateText } from '#contract/types/truncate-text.ts';

/** Longest report, bytes. */
export const MAX_REPORT_BYTES = 512 * 1024;
const MAX_ENTRIES = 100;
const MAX_TEXT = 4_000;

/** How each kind of entry starts. Others are printed as they are. */
const STARTS: Readonly<Record<string, string>> = {
  warn: 'console.warn: ',
  error: 'console.error: ',
  uncaught: 'Uncaught ',
  rejection: 'Uncaught (in promise) ',
  load: "Couldn't load ",
};

/** The lines of a report; none if it isn't one. `shown`: the preview's origin, which is removed from locations. */
export function readReport(body: unknown, shown: string): string {
  if (!isJsonObject(body) || !Array.isArray(body['entries'])) return '';
  const entries: readonly unknown[] = body['entries'].slice(0, MAX_ENTRIES);
  const lines = entries.flatMap((entry) => {
    if (!isJsonObject(entry)) return [];
    const { level, text } = entry;
    if (typeof level !== 'string' || typeof text !== 'string') return [];
    return [
      `${Object.hasOwn(STARTS, level) ? STARTS[level] : ''}${removeOrigin(truncateText(text, MAX_TEXT), shown)}\n`,
    ];
  });
  const { dropped } = body;
  if (typeof dropped === 'number' && dropped > 0) lines.push(`… ${Math.trunc(dropped)} more messages\n`);
  return lines.join('');
}

/** `http://127.0.0.1:4000/src/app.js?t=1:3:9` is `src/app.js:3:9`, as in the project. */
function removeOrigin(text: string, shown: string): string {
  return text
    .split(`${shown}/`)
    .map((part, index) => (index === 0 ? part : toLocation(part.replace(/^([^\s?:()]*)\?[^\s:()]*/, '$1'))))
    .join('');
}

/** The page itself has no file name. */
function toLocation(text: string): string {
  return text.startsWith(':') ? `/${text}` : text;
}

/** A request that failed, as a line. Missing icons and source maps are left out. */
export function describeFailedRequest(method: string, path: string, failure: string): string | undefined {
  const [file = ''] = path.split('?');
  if (file === '/favicon.ico' || file.endsWith('.map')) return undefined;
  return `Failed request: ${method} ${path}: ${failure}\n`;
}
