// Transport over a MessagePort: Node's (worker threads, tests) as it is, Electron's dressed like it by `electron/main`.
import type { FrameChannel } from '#contract/wire/frames.ts';

const ENDED_CLOSE = 1006;
const NOT_TEXT_CLOSE = 1003;

/** A port as Node has it: `message` brings the value itself. */
export interface ValuePort {
  postMessage(message: unknown): void;
  close(): void;
  on(event: 'message', listener: (value: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** Wraps `port`: frames travel as strings, a close as `{close: [code, reason]}`. */
export function messagePortChannel(port: ValuePort): FrameChannel {
  let open = true;
  let onMessage: (text: string) => void = () => {};
  let onClose: (code: number, reason: string) => void = () => {};
  const end = (code: number, reason: string): void => {
    if (!open) return;
    open = false;
    onClose(code, reason);
  };
  const close = (code: number, reason: string): void => {
    if (!open) return;
    port.postMessage({ close: [code, reason] });
    port.close();
    end(code, reason);
  };
  port.on('close', () => end(ENDED_CLOSE, 'the port was closed'));
  return {
    send(text) {
      if (open) port.postMessage(text);
      return 0;
    },
    bufferedBytes: () => 0,
    close,
    onMessage(listener) {
      onMessage = listener;
      port.on('message', (data: unknown) => {
        const ended = readClose(data);
        if (ended !== undefined) end(ended[0], ended[1]);
        else if (!open) return;
        else if (typeof data === 'string') onMessage(data);
        else close(NOT_TEXT_CLOSE, 'only text frames are accepted');
      });
    },
    onClose(listener) {
      onClose = listener;
    },
  };
}

function readClose(data: unknown): readonly [number, string] | undefined {
  if (typeof data !== 'object' || data === null || !('close' in data) || !Array.isArray(data.close)) return undefined;
  const [code, reason]: readonly unknown[] = data.close;
  return typeof code === 'number' && typeof reason === 'string' ? [code, reason] : undefined;
}
