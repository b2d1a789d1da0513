import { expect, it } from 'vitest';
import { preventFileNavigation } from './use-file-drop.ts';

function drag(type: string, types: readonly string[]): Event {
  return Object.assign(new Event(type, { cancelable: true }), { dataTransfer: { types } });
}

it.each(['dragover', 'drop'])('keeps the browser from opening a file on %s, and leaves other drags alone', (type) => {
  const target = new EventTarget();
  preventFileNavigation(target);
  const [file, text] = [drag(type, ['Files']), drag(type, ['text/plain'])];
  for (const event of [file, text]) target.dispatchEvent(event);
  expect([file.defaultPrevented, text.defaultPrevented]).toEqual([true, false]);
});
