// Security policy of the pages, enforced outside them: navigation, external links and permissions.
import type { Session, WebContents } from 'electron';

/** Scheme and host of our own pages; the scheme is registered in app-protocol.ts. */
export const APP_SCHEME = 'gatehouse-app';
/** Origin of our own pages. */
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** Permissions that the pages need, for copying code and terminal selections. All others are denied. */
const GRANTED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Content security policy of our pages. Inline styles are allowed because xterm and the editor create style elements. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  // Previews.
  'frame-src http://127.0.0.1:*',
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The URL of a page. Its route is in the fragment, so that navigation doesn't reload the app. */
export function pageUrl(route: string): string {
  return `${APP_ORIGIN}/#${route}`;
}

/** Whether `url` is one of our pages. */
export function isOwnPage(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === APP_ORIGIN;
}

/** Whether a frame may show `url`: a preview, which the gateway serves on a separate port. */
export function isPreview(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'http:' && parsed.hostname === '127.0.0.1';
}

/** The normalized `url` if the browser may open it: http or https, without credentials. */
export function externalUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return undefined;
  return parsed.username === '' && parsed.password === '' ? parsed.href : undefined;
}

/** Confines a page: no navigation to other sites, no new windows, no web views. External links open in the browser. */
export function confinePage(contents: WebContents, openExternal: (url: string) => void): void {
  const open = (url: string): void => {
    const allowed = externalUrl(url);
    if (allowed !== undefined) openExternal(allowed);
  };
  const blockForeign = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.setWindowOpenHandler(({ url }) => {
    open(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', blockForeign);
  contents.on('will-redirect', (event) => {
    if (event.isMainFrame || !isPreview(event.url)) blockForeign(event);
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame || !isPreview(event.url)) blockForeign(event);
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Denies permissions and devices to a browser session, except those that our pages need. */
export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) => {
    decide(isOwnPage(contents.getURL()) && GRANTED_PERMISSIONS.has(permission));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return isOwnPage(origin) && GRANTED_PERMISSIONS.has(permission);
  });
  session.setDevicePermissionHandler(() => false);
}
