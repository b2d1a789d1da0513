// Deep links such as `gatehouse://session/<key>`. They only open a page and never trigger an action.
import { parseSessionKey } from '#contract/types/ids.ts';

/** The URL scheme registered with the system. */
export const LINK_SCHEME = 'gatehouse';

/** Longer links are ignored, characters. */
const MAX_LENGTH = 2_048;
/** Pages that a link may open by name. */
const PAGES: ReadonlySet<string> = new Set(['approvals', 'usage', 'logs']);

/** The path of the page that a link opens; `undefined` for anything else. */
export function pageFromLink(text: string): string | undefined {
  const url = text.length > MAX_LENGTH ? null : URL.parse(text);
  if (url?.protocol !== `${LINK_SCHEME}:` || url.search !== '' || url.hash !== '' || url.username !== '')
    return undefined;
  if (url.host === 'session') return sessionPage(url.pathname.slice(1));
  if (url.pathname !== '' && url.pathname !== '/') return undefined;
  if (url.host === '') return '/';
  return PAGES.has(url.host) ? `/${url.host}` : undefined;
}

/** The page of the first link in the process arguments. */
export function pageFromArguments(argv: readonly string[]): string | undefined {
  const link = argv.find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}://`));
  return link === undefined ? undefined : pageFromLink(link);
}

function sessionPage(encoded: string): string | undefined {
  try {
    const key = decodeURIComponent(encoded);
    return parseSessionKey(key) === undefined ? undefined : `/sessions/${encodeURIComponent(key)}`;
  } catch {
    // Invalid percent-encoding.
    return undefined;
  }
}
