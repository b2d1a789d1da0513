// @vitest-environment happy-dom
import { act, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Tooltip } from 'radix-ui';
import { expect, it, onTestFinished } from 'vitest';
import { Dialog } from './dialog.tsx';

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <Tooltip.Provider>
      <button onClick={() => setOpen(true)}>Open</button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Name">
        <input autoFocus />
      </Dialog>
    </Tooltip.Provider>
  );
}

it('returns the focus to the button that opened it, even when a field of it had the focus', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  onTestFinished(() => act(() => root.unmount()));
  act(() => root.render(<Page />));
  const button = document.querySelector('button') ?? expect.fail('no button');
  act(() => {
    button.focus();
    button.click();
  });
  expect(document.activeElement?.tagName).toBe('INPUT');
  act(() => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
  expect(document.querySelector('[role=dialog]')).toBeNull();
  await expect.poll(() => document.activeElement).toBe(button);
});
