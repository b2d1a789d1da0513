// Two frame channels joined in memory: what one sends, the other receives, in order and never within the same call.
import type { FrameChannel } from './frames.ts';

/** Close code of a channel whose peer went away without saying why. */
const NORMAL_CLOSE = 1000;

interface End {
  readonly channel: FrameChannel;
  receive(text: string): void;
  closed(code: number, reason: string): void;
}

/** Makes a joined pair. Frames sent before the other end listens wait for it. */
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
