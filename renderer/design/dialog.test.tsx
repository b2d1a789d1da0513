// @vitest-environment happy-dom
import { act, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Tooltip } from 'radix-ui';
import { expect, it, onTestFinished } from 'vitest';
import { Dialog, FormButton } from './dialog.tsx';
import { TextField } from './field.tsx';

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

function render(page: ReactNode): void {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  onTestFinished(() => act(() => root.unmount()));
  act(() => root.render(page));
}

it('starts a form in its first field', () => {
  const field = (label: string) => <TextField label={label} value="" onChange={() => undefined} />;
  render(
    <Tooltip.Provider>
      <FormButton label="New" title="New" submit="Add" onSubmit={() => undefined}>
        {field('Name')}
        {field('Address')}
      </FormButton>
    </Tooltip.Provider>,
  );
  act(() => document.querySelector('button')?.click());
  expect(document.activeElement).toBe(document.querySelector('input'));
});

it('returns the focus to the button that opened it, even when a field of it had the focus', async () => {
  render(<Page />);
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
