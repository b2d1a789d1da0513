// Reports the end of a remote command when its script says so: a session itself stays open as long as a process that the command
// left in the background has its output open.
import { createMarkerSearch } from '../workspace-tools/marked-output.ts';
import type { Child, ChildListener } from '../workspace-tools/child.ts';

/** Starts a session and passes on its output up to `\x1e<mark>:<code>.` */
export async function listenForEnd(
  mark: string,
  on: ChildListener,
  start: (on: ChildListener) => Promise<Child>,
): Promise<Child> {
  const session: { pid?: number; hasExited: boolean } = { hasExited: false };
  const endSession = (): void => {
    try {
      if (session.pid !== undefined && !session.hasExited) process.kill(session.pid, 'SIGTERM');
    } catch {
      // It has just exited.
    }
  };
  let isOver = false;
  const finish = (code: number | null, signal: string | null): void => {
    if (isOver) return;
    isOver = true;
    on.exit(code, signal);
  };
  let trailer = '';
  let hasMark = false;
  const search = createMarkerSearch(Buffer.from(`\x1e${mark}:`), {
    data: (bytes) => on.data(bytes.toString('utf8')),
    found: (rest) => {
      hasMark = true;
      takeTrailer(rest.toString('utf8'));
    },
  });
  const takeTrailer = (text: string): void => {
    trailer += text;
    const code = /^(\d+)\./.exec(trailer)?.[1];
    if (code === undefined) return;
    finish(Number(code), null);
    // The session would last as long as what the command left running.
    endSession();
  };
  const child = await start({
    data: (text) => {
      if (isOver) return;
      if (hasMark) takeTrailer(text);
      else search(Buffer.from(text, 'utf8'));
    },
    exit: (code, signal) => {
      session.hasExited = true;
      const said = /^(\d+)\./.exec(trailer)?.[1];
      finish(said === undefined ? code : Number(said), said === undefined ? signal : null);
    },
  });
  session.pid = child.pid;
  if (isOver) endSession();
  return child;
}
