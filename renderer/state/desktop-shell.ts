// What the desktop app tells its page: its state, and folders that were dropped on the window.
import { useEffect, useState } from 'react';
import type { DesktopStatus, ShortcutState } from '#contract/types/desktop.ts';

/** The message that requests the state, and the type of the one that contains it. The preload script has the same names. */
const STATUS = 'gatehouse:desktop-status';
const FOLDER = 'gatehouse:dropped-folder';

/** The state of the app; undefined until it is known, and in browsers. */
export function useDesktopStatus(): DesktopStatus | undefined {
  const [status, setStatus] = useState<DesktopStatus>();
  useEffect(() => {
    const stop = onMessage(STATUS, (message) => {
      const found = readStatus(message['status']);
      if (found !== undefined) setStatus(found);
    });
    window.postMessage(STATUS, window.location.origin);
    return stop;
  }, []);
  return status;
}

/** Calls `open` with the path of each folder that is dropped on the window. */
export function followDroppedFolders(open: (path: string) => void): void {
  onMessage(FOLDER, ({ path }) => {
    if (typeof path === 'string' && path !== '') open(path);
  });
}

type Message = Readonly<Record<string, unknown>>;

/** Listens to messages of the preload script. Returns the function that stops it. */
function onMessage(type: string, listener: (message: Message) => void): () => void {
  const receive = ({ source, data }: MessageEvent<unknown>): void => {
    if (source !== window || typeof data !== 'object' || data === null) return;
    const message = data as Message; // Its fields are checked.
    if (message['type'] === type) listener(message);
  };
  window.addEventListener('message', receive);
  return () => window.removeEventListener('message', receive);
}

const SHORTCUT_STATES: readonly ShortcutState[] = ['off', 'active', 'taken', 'invalid'];

function readStatus(value: unknown): DesktopStatus | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { shortcut, crashFolder, loginProblem } = value as Message; // Checked below.
  const state = SHORTCUT_STATES.find((known) => known === shortcut);
  if (state === undefined || typeof crashFolder !== 'string') return undefined;
  return { shortcut: state, crashFolder, ...(typeof loginProblem === 'string' ? { loginProblem } : {}) };
}
