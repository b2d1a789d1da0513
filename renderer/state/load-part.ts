// Loads a part of the app. Browsers never retry a script that failed to load, so the page is reloaded once the gateway answers.
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** The part of the page that the loader uses. */
export interface PartPlatform {
  /** Whether the gateway serves pages right now. */
  answers(): Promise<boolean>;
  reload(): void;
  wait(ms: number): Promise<void>;
  now(): number;
  lastReload(): number;
  noteReload(at: number): void;
}

const RETRY_MS = 1_500;
/** A failure this soon after a reload isn't caused by the connection, ms. */
const RELOAD_HELPS_MS = 30_000;

/** Creates the loader. Its promise never resolves if the page is reloaded. @throws the error of the load if a reload didn't help. */
export function partLoader(platform: PartPlatform): <T>(load: () => Promise<T>) => Promise<T> {
  return async (load) => {
    try {
      return await load();
    } catch (cause) {
      if (platform.now() - platform.lastReload() < RELOAD_HELPS_MS) throw cause;
      while (!(await platform.answers())) await platform.wait(RETRY_MS);
      platform.noteReload(platform.now());
      platform.reload();
      return new Promise(() => undefined);
    }
  };
}

const RELOADED_AT = 'gatehouse.reloadedAt';

/** The loader of this page. */
export const loadPart = partLoader({
  answers: () =>
    fetch('/healthz', { cache: 'no-store' }).then(
      (response) => response.ok,
      () => false,
    ),
  reload: () => location.reload(),
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  now: () => Date.now(),
  lastReload: () => Number(sessionStorage.getItem(RELOADED_AT) ?? 0),
  noteReload: (at) => sessionStorage.setItem(RELOADED_AT, String(at)),
});

const ahead: (() => Promise<unknown>)[] = [];
/** Until then, the first page and its data come first, ms. */
const AHEAD_AFTER_MS = 1_500;

/**
 * A component that is loaded when it is first rendered. React expects a default export; ours are named. `early`: it is loaded while
 * the browser has nothing to do, so that it opens at once.
 */
export function lazyPart<N extends string, P>(
  load: () => Promise<Readonly<Record<N, ComponentType<P>>>>,
  name: N,
  when: 'early' | 'used' = 'used',
): LazyExoticComponent<ComponentType<P>> {
  if (when === 'early') ahead.push(load);
  return lazy(async () => ({ default: (await loadPart(load))[name] }));
}

/** Loads the early parts. One that can't be loaded now is loaded again when it is used. */
export function loadEarlyParts(): void {
  const loadAll = (): void => void Promise.allSettled(ahead.splice(0).map((load) => load()));
  // Safari has no idle callbacks.
  const whenIdle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 0));
  setTimeout(() => whenIdle(loadAll), AHEAD_AFTER_MS);
}
