// Keeps unsaved text while its panel is hidden: another tab, another session, a closed inspector.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { Files } from './files-store.ts';

const kept = new Map<string, Files>();
let guarded = false;

/** The files of a session: those with unsaved text if there are any, otherwise fresh ones. */
export function openFiles(client: GatewayClient, sessionKey: string): Files {
  return kept.get(sessionKey) ?? new Files(client, sessionKey);
}

/** Call when the panel appears; call the returned function when it disappears. */
export function holdFiles(sessionKey: string, files: Files): () => void {
  const stop = files.start();
  kept.set(sessionKey, files);
  return () => {
    stop();
    if (files.unsaved() === undefined) kept.delete(sessionKey);
  };
}

/** The path of an unsaved file, if there is one. */
export function unsavedFile(): string | undefined {
  return [...kept.values()].map((files) => files.unsaved()).find((path) => path !== undefined);
}

/** Asks for confirmation before the browser closes a page with unsaved text. Installed once. */
export function guardUnload(target: Pick<Window, 'addEventListener'>): void {
  if (guarded) return;
  guarded = true;
  target.addEventListener('beforeunload', (event) => {
    if (unsavedFile() !== undefined) event.preventDefault();
  });
}
