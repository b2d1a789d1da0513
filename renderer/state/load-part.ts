// Loads a part of the app. A browser never retries a script that failed to load, so after a failure the whole page is
// reloaded as soon as the gateway answers.

/** What the loader needs of the page. */
export interface PartPlatform {
  /** Whether the gateway serves pages right now. */
  answers(): Promise<boolean>;
  reload(): void;
  wait(ms: number): Promise<void>;
  now(): number;
  lastReload(): number;
  noteReload(at: number): void;
}

const TRY_AGAIN_MS = 1_500;
/** A second failure so soon after a reload is no matter of the connection, ms. */
const RELOAD_HELPS_MS = 30_000;

/** Makes the loader. What it gives resolves with the part, or never, because the page goes away. @throws what the load threw, when a reload did not help. */
export function partLoader(platform: PartPlatform): <T>(load: () => Promise<T>) => Promise<T> {
  return async (load) => {
    try {
      return await load();
    } catch (cause) {
      if (platform.now() - platform.lastReload() < RELOAD_HELPS_MS) throw cause;
      while (!(await platform.answers())) await platform.wait(TRY_AGAIN_MS);
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
