// Transport over a MessagePort: Node's, or Electron's wrapped by `electron/main`.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { FrameChannel } from '#contract/wire/frames.ts';

const ENDED_CLOSE = 1006;
const NOT_TEXT_CLOSE = 1003;

/** A port like Node's: `message` passes the value itself. */
export interface ValuePort {
  postMessage(message: unknown): void;
  close(): void;
  on(event: 'message', listener: (value: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** A channel over `port`: frames are sent as strings, a close as `{close: [code, reason]}`. */
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
  if (!isJsonObject(data) || !Array.isArray(data['close'])) return undefined;
  const [code, reason]: readonly unknown[] = data['close'];
  return typeof code === 'number' && typeof reason === 'string' ? [code, reason] : undefined;
}
