// What the page may do, decided outside the page: where it may go, what it may open, what it may ask for.
import type { Session, WebContents } from 'electron';

/** Scheme and host of our own pages; the scheme is registered in app-protocol.ts. */
export const APP_SCHEME = 'gatehouse-app';
/** Origin of our own pages. */
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** Permissions that the page needs: copying code and terminal selections. Everything else is refused. */
const GRANTED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** The content policy of our own pages. Styles are inline because xterm and the editor write style elements. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The address of one of our own pages. Its route is in the fragment, so that going there loads nothing again. */
export function pageUrl(route: string): string {
  return `${APP_ORIGIN}/#${route}`;
}

/** Tells whether `url` is one of our own pages. */
export function isOwnPage(url: string): boolean {
  const parsed = parseUrl(url);
  return parsed !== undefined && `${parsed.protocol}//${parsed.host}` === APP_ORIGIN;
}

/** Gives `url` back in its parsed form when the user's browser may open it: http and https, without a password. */
export function externalUrl(url: string): string | undefined {
  const parsed = parseUrl(url);
  if (parsed === undefined || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return undefined;
  return parsed.username === '' && parsed.password === '' ? parsed.href : undefined;
}

/** Confines one page: no navigation away, no new windows, no web views; web links go to the user's browser. */
export function confinePage(contents: WebContents, openExternal: (url: string) => void): void {
  const open = (url: string): void => {
    const allowed = externalUrl(url);
    if (allowed !== undefined) openExternal(allowed);
  };
  const refuseForeign = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.setWindowOpenHandler(({ url }) => {
    open(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Refuses permissions, devices and downloads of a browser session, but for what our own pages need. */
export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) => {
    decide(isOwnPage(contents.getURL()) && GRANTED_PERMISSIONS.has(permission));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return isOwnPage(origin) && GRANTED_PERMISSIONS.has(permission);
  });
  session.setDevicePermissionHandler(() => false);
}

function parseUrl(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
