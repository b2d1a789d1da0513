// The service worker: keeps the files of the app, so that it opens without the gateway, and shows pushed notifications.
// It stores only files of the build: no answers of the gateway, no names, no secrets. Pages come from the gateway whenever it responds,
// so an old version can't stay. A new worker waits until no page of the old version is open, so that the files of open pages stay
// stored. The build appends the list of files and fills in the version.

interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends WaitingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface PushedEvent extends WaitingEvent {
  readonly data: { json(): unknown } | null;
}
interface ClickEvent extends WaitingEvent {
  readonly notification: Notification;
}
interface OpenWindow {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
/** The worker's global scope, as far as it is used here. The library of pages doesn't have it. */
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: {
      readonly type: 'window';
      readonly includeUncontrolled?: boolean;
    }): Promise<readonly OpenWindow[]>;
    openWindow(url: string): Promise<unknown>;
  };
  readonly location: Location;
  addEventListener(type: 'install' | 'activate', listener: (event: WaitingEvent) => void): void;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'message', listener: (event: WaitingEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  addEventListener(type: 'push', listener: (event: PushedEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: ClickEvent) => void): void;
}

/** Filled in by the build: what the app needs to open, and a hash of it. */
declare const SHELL_FILES: readonly string[];
declare const SHELL_VERSION: string;

const scope = globalThis as unknown as Scope;
const PREFIX = 'gatehouse-shell-';
const CACHE = PREFIX + SHELL_VERSION;
const PAGE = '/';
/** After this time, a page comes from the cache, ms. */
const PAGE_TIMEOUT_MS = 4_000;
const ICON = '/icon-192.png';

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
scope.addEventListener('message', (event) => event.waitUntil(activateIfAlone()));
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  // Files of the build have a hash in their name, so a stored one is always the right one.
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromCacheFirst(request));
  else if (request.mode === 'navigate' && isPage(url)) event.respondWith(fromGatewayFirst(request));
  else if (SHELL_FILES.includes(url.pathname)) event.respondWith(fromCacheIfOffline(request));
});
scope.addEventListener('push', (event) => event.waitUntil(showPushed(event)));
scope.addEventListener('notificationclick', (event) => event.waitUntil(openPage(event.notification)));

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL_FILES.map((path) => new Request(path, { cache: 'no-cache', credentials: 'omit' })));
}

/** A page was opened while this worker waits. It is of the new version; if it is the only one, the old version has no pages any more. */
async function activateIfAlone(): Promise<void> {
  const open = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open.length <= 1) await scope.skipWaiting();
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** Addresses of pages have no ending; those of downloads, of shared sessions, and of the API aren't pages of the app. */
function isPage({ pathname }: URL): boolean {
  return (
    !/^\/(?:api|v1|auth|hooks|files|download|share|web-chat|healthz|readyz|metrics|tools)(?:\/|$)/.test(pathname) &&
    !/\.\w+$/.test(pathname)
  );
}

async function fromCacheFirst(request: Request): Promise<Response> {
  const stored = await caches.match(request);
  if (stored !== undefined) return stored;
  const response = await fetch(request);
  if (response.status === 200 && response.type === 'basic') {
    const cache = await caches.open(CACHE);
    await cache.put(request, response.clone());
  }
  return response;
}

async function fromGatewayFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
  } catch (error) {
    const stored = await caches.match(PAGE);
    if (stored === undefined) throw error;
    return stored;
  }
}

async function fromCacheIfOffline(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const stored = await caches.match(request);
    if (stored === undefined) throw error;
    return stored;
  }
}

/** A push without a readable text still shows something, because browsers revoke silent subscriptions. */
async function showPushed({ data }: PushedEvent): Promise<void> {
  const { title = 'Gatehouse', body = '', path = PAGE, tag } = readPushed(data);
  await scope.registration.showNotification(title, {
    body,
    icon: ICON,
    badge: ICON,
    data: { path },
    ...(tag !== undefined && { tag }),
  });
}

interface Pushed {
  readonly title?: string;
  readonly body?: string;
  readonly path?: string;
  readonly tag?: string;
}

function readPushed(data: PushedEvent['data']): Pushed {
  try {
    return (data?.json() ?? {}) as Pushed; // Only this gateway has the keys to encrypt a message.
  } catch {
    return {};
  }
}

async function openPage(notification: Notification): Promise<void> {
  notification.close();
  const { path = PAGE } = (notification.data ?? {}) as { readonly path?: string }; // Set above.
  const url = new URL(path, scope.location.origin).href;
  if (!url.startsWith(scope.location.origin)) return;
  const [open] = await scope.clients.matchAll({ type: 'window' });
  if (open === undefined) return void (await scope.clients.openWindow(url));
  await open.focus();
  await open.navigate(url);
}
