// Links that open the app at a page: `gatehouse://session/<key>`. They show something, and never do anything.
import { parseSessionKey } from '#contract/types/ids.ts';

/** What the system hands to us. */
export const LINK_SCHEME = 'gatehouse';

/** Longest link that is looked at, characters. */
const MAX_LENGTH = 2_048;
/** Pages that a link may name as they are. */
const PAGES: ReadonlySet<string> = new Set(['approvals', 'usage', 'logs']);

/** The path of the page that a link opens; `undefined` for anything that is not exactly such a link. */
export function pageOfLink(text: string): string | undefined {
  const url = text.length > MAX_LENGTH ? null : URL.parse(text);
  if (url?.protocol !== `${LINK_SCHEME}:` || url.search !== '' || url.hash !== '' || url.username !== '')
    return undefined;
  if (url.host === 'session') return sessionPage(url.pathname.slice(1));
  if (url.pathname !== '' && url.pathname !== '/') return undefined;
  if (url.host === '') return '/';
  return PAGES.has(url.host) ? `/${url.host}` : undefined;
}

/** The page of the first link among a program's arguments. */
export function pageOfArguments(argv: readonly string[]): string | undefined {
  const link = argv.find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}://`));
  return link === undefined ? undefined : pageOfLink(link);
}

function sessionPage(encoded: string): string | undefined {
  try {
    const key = decodeURIComponent(encoded);
    return parseSessionKey(key) === undefined ? undefined : `/sessions/${encodeURIComponent(key)}`;
  } catch {
    // Not a percent-encoded text: no link of ours.
    return undefined;
  }
}
