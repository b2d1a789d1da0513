import { beforeEach, expect, it } from 'vitest';
import { claimTerminalFocus, composerFocus, focusComposer, requestTerminal, terminalFocus } from './keyboard-focus.ts';

beforeEach(() => terminalFocus.setState({ sessionKey: undefined }));

it('lets a terminal take the focus only after a request for that session, and only once', () => {
  expect(claimTerminalFocus('a')).toBe(false);
  requestTerminal('a', new EventTarget());
  expect(claimTerminalFocus('b')).toBe(false);
  expect(claimTerminalFocus('a')).toBe(true);
  expect(claimTerminalFocus('a')).toBe(false);
});

it.each(['keydown', 'pointerdown'])('forgets a request for a terminal that is still opening at the next %s', (type) => {
  const keys = new EventTarget();
  requestTerminal('a', keys);
  keys.dispatchEvent(new Event(type));
  expect(claimTerminalFocus('a')).toBe(false);
});

it('focuses the composer again when the same session is chosen again', () => {
  const before = composerFocus.getState().requests;
  focusComposer();
  focusComposer();
  expect(composerFocus.getState().requests).toBe(before + 2);
});
