// The current route. It is in the URL fragment, so the server needs no routes.
import { createStore } from 'zustand/vanilla';
import { isAtLayer } from './back-layers.ts';

/** A parsed route: `/sessions/agent:main:x?tab=files` → segments `['sessions', 'agent:main:x']`, query `tab=files`. */
export interface Route {
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Parses a fragment, with or without `#`. Anything but a path means the start page. */
export function parseRoute(fragment: string): Route {
  const text = fragment.replace(/^#/, '');
  const [path = '/', search = ''] = (text.startsWith('/') ? text : '/').split('?');
  const segments = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  return { segments, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** The path for segments: `href('sessions', key)`. */
export function href(...segments: readonly string[]): string {
  return `/${segments.map((part) => encodeURIComponent(part).replaceAll('%3A', ':')).join('/')}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The current route. */
export const routeStore = createStore<Route>(() => parseRoute(typeof location === 'undefined' ? '' : location.hash));

/** Opens the page at a typed address, `/sessions/x?tab=files`, as its route `/#/sessions/x?tab=files`. */
export function adoptAddress(): void {
  const { pathname, search, hash } = location;
  if (pathname === '/' || hash !== '') return;
  const target = `#${pathname}${search}`;
  history.replaceState(null, '', `/${target}`);
  routeStore.setState(parseRoute(target), true);
}

/** Opens `path`, such as `/approvals` or {@link href}; `replace` adds no entry to the history. */
export function navigate(path: string, options: { readonly replace?: boolean } = {}): void {
  const target = `#${path}`;
  if (location.hash === target) return;
  if (options.replace === true || isAtLayer()) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  routeStore.setState(parseRoute(target), true);
}

/** Opens the page that the path of the URL names, as in a link without a fragment: `/approvals`. */
export function adoptPath({ protocol, pathname, hash }: Pick<Location, 'protocol' | 'pathname' | 'hash'>): void {
  if (!/^https?:$/.test(protocol) || hash !== '' || pathname === '/' || pathname === '/index.html') return;
  history.replaceState(null, '', `/#${pathname}`);
  routeStore.setState(parseRoute(pathname), true);
}

/** Follows the browser's Back and Forward; returns the function that stops it. */
export function followHistory(): () => void {
  const read = (): void => routeStore.setState(parseRoute(location.hash), true);
  window.addEventListener('popstate', read);
  window.addEventListener('hashchange', read);
  return () => {
    window.removeEventListener('popstate', read);
    window.removeEventListener('hashchange', read);
  };
}
