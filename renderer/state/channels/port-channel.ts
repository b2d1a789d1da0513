// A frame channel over the MessagePort that the desktop shell passes to its page.
import type { FrameChannel } from '#contract/wire/frames.ts';

/** The messages that ask the preload script for a port, and its answer. The script has the same two names. */
const ASK = 'gatehouse:request-port';
const PORT = 'gatehouse:port';
/** The URL scheme of pages in the desktop shell. */
const SHELL_SCHEME = 'gatehouse-app:';

/** Whether this page runs in the desktop shell. */
export function inDesktopShell(protocol: string): boolean {
  return protocol === SHELL_SCHEME;
}

/** Asks the shell for a port and waits for it. */
export function openPort(signal: AbortSignal): Promise<FrameChannel> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      window.removeEventListener('message', receive);
      signal.removeEventListener('abort', abort);
    };
    const receive = (event: MessageEvent): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== PORT || port === undefined) return;
      stop();
      resolve(channelOver(port));
    };
    const abort = (): void => {
      stop();
      reject(new Error("Couldn't open a port to the gateway."));
    };
    window.addEventListener('message', receive);
    signal.addEventListener('abort', abort, { once: true });
    window.postMessage(ASK, window.location.origin);
  });
}

function channelOver(port: MessagePort): FrameChannel {
  let onClose: (code: number, reason: string) => void = () => {};
  // The close event of ports is newer than the DOM types.
  port.addEventListener('close', () => onClose(1006, 'the gateway closed the connection'));
  return {
    send(text) {
      port.postMessage(text);
      return 0;
    },
    bufferedBytes: () => 0,
    close(code, reason) {
      port.close();
      onClose(code, reason);
    },
    onMessage(listener) {
      port.onmessage = ({ data }) => {
        if (typeof data === 'string') listener(data);
      };
    },
    onClose(listener) {
      onClose = listener;
    },
  };
}
