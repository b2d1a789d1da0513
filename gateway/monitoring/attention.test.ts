import { expect, it } from 'vitest';
import { ClientAttention } from './attention.ts';

function client(canAnswer: boolean) {
  let close = (): void => undefined;
  return {
    holds: () => canAnswer,
    onClose: (listener: () => void) => {
      close = listener;
      return () => undefined;
    },
    close: () => close(),
  };
}

it('counts clients that can answer approvals, until they disconnect', () => {
  const attention = new ClientAttention();
  const [viewer, owner] = [client(false), client(true)];
  attention.set(viewer, { focused: true, notifies: true });
  expect(attention.current()).toEqual({ focused: false, notifies: false });
  attention.set(owner, { focused: true, notifies: false });
  expect(attention.current()).toEqual({ focused: true, notifies: false });
  owner.close();
  expect(attention.current()).toEqual({ focused: false, notifies: false });
});
