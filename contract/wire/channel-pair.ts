// Two connected in-memory frame channels. Frames are delivered in order and asynchronously.
import type { FrameChannel } from './frames.ts';

/** Close code if the peer gave none. */
const NORMAL_CLOSE = 1000;

interface End {
  readonly channel: FrameChannel;
  receive(text: string): void;
  closed(code: number, reason: string): void;
}

/** Creates a connected pair. Frames sent before the other end listens are buffered. */
export function channelPair(): readonly [FrameChannel, FrameChannel] {
  const left: End = makeEnd(() => right);
  const right: End = makeEnd(() => left);
  return [left.channel, right.channel];
}

function makeEnd(peer: () => End): End {
  let open = true;
  let onMessage: ((text: string) => void) | undefined;
  let onClose: ((code: number, reason: string) => void) | undefined;
  const early: string[] = [];
  const end = (code: number, reason: string): void => {
    if (!open) return;
    open = false;
    onClose?.(code, reason);
  };
  return {
    receive(text) {
      if (!open) return;
      if (onMessage === undefined) early.push(text);
      else onMessage(text);
    },
    closed: end,
    channel: {
      send(text) {
        if (open) queueMicrotask(() => peer().receive(text));
        return 0;
      },
      bufferedBytes: () => 0,
      close(code = NORMAL_CLOSE, reason = '') {
        if (!open) return;
        queueMicrotask(() => peer().closed(code, reason));
        end(code, reason);
      },
      onMessage(listener) {
        onMessage = listener;
        for (const text of early.splice(0)) listener(text);
      },
      onClose(listener) {
        onClose = listener;
      },
    },
  };
}
