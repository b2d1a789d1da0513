// @vitest-environment happy-dom
import { act } from 'react';
import { createPortal } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Swipeable } from './swipeable.tsx';

const run = vi.fn();
let root: Root;

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  run.mockClear();
  const page = document.createElement('div');
  document.body.replaceChildren(page);
  root = createRoot(page);
  await act(async () =>
    root.render(
      <Swipeable right={{ label: 'Allow', releaseLabel: 'Release to allow', run }}>
        <p id="card">rm notes.txt</p>
        {createPortal(<p id="dialog">Why?</p>, document.body)}
      </Swipeable>,
    ),
  );
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
});

async function swipe(id: string): Promise<void> {
  const target = document.getElementById(id);
  const touch = { bubbles: true, pointerType: 'touch', isPrimary: true, clientY: 10 };
  for (const [type, clientX] of [
    ['pointerdown', 10],
    ['pointermove', 100],
    ['pointermove', 400],
    ['pointerup', 400],
  ] as const)
    await act(async () => void target?.dispatchEvent(new PointerEvent(type, { ...touch, clientX })));
}

it('answers when the card is swiped', async () => {
  await swipe('card');
  expect(run).toHaveBeenCalledOnce();
});

it('ignores a swipe in a dialog that the card has opened', async () => {
  await swipe('dialog');
  expect(run).not.toHaveBeenCalled();
});
