// Keeps what is unsaved while its panel is not on the screen: another tab, another session, a closed inspector.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { Files } from './files-store.ts';

const kept = new Map<string, Files>();
let guarded = false;

/** The files of a session: those that still hold unsaved text, else fresh ones. */
export function filesOf(client: GatewayClient, sessionKey: string): Files {
  return kept.get(sessionKey) ?? new Files(client, sessionKey);
}

/** To be called when the panel is shown; the returned function when it goes away. */
export function holdFiles(sessionKey: string, files: Files): () => void {
  const stop = files.start();
  kept.set(sessionKey, files);
  return () => {
    stop();
    if (files.unsaved() === undefined) kept.delete(sessionKey);
  };
}

/** The path of some unsaved file, if there is one. */
export function unsavedFile(): string | undefined {
  return [...kept.values()].map((files) => files.unsaved()).find((path) => path !== undefined);
}

/** Lets the browser ask before the page with unsaved text is closed; once, for as long as the page lives. */
export function guardUnload(target: Pick<Window, 'addEventListener'>): void {
  if (guarded) return;
  guarded = true;
  target.addEventListener('beforeunload', (event) => {
    if (unsavedFile() !== undefined) event.preventDefault();
  });
}
