// What a focused window shows, and the tab that shows notifications.
// Proves: UI-8
import { expect, it, vi } from 'vitest';
import { memoryStorage } from '../state/testing/stand-ins.ts';
import { createLayout } from '../state/layout-storage.ts';
import { parseRoute } from '../state/route.ts';
import { attentionIn } from './attention.ts';
import { takeTurns } from './leadership.ts';

const layout = {
  ...createLayout(memoryStorage()).getState(),
  panes: [
    { id: '1', key: 'one' },
    { id: '2', key: 'two' },
  ],
  focused: '2',
};

it('counts the sessions in all panes as seen, in a narrow window only the visible one', () => {
  expect(attentionIn(parseRoute('/sessions/two'), layout, false).sessions).toEqual(['one', 'two']);
  expect(attentionIn(parseRoute('/sessions/two'), layout, true).sessions).toEqual(['two']);
  expect(attentionIn(parseRoute('/sessions'), layout, true).sessions).toEqual([]);
});

it('counts no session as seen that is behind a tab or a maximized pane', () => {
  const behind = { ...layout, hidden: ['1'] };
  expect(attentionIn(parseRoute('/sessions/two'), behind, false).sessions).toEqual(['two']);
});

it('counts the session of the address as seen before its pane is open', () => {
  expect(attentionIn(parseRoute('/sessions/three'), layout, false).sessions).toEqual(['one', 'two', 'three']);
});

it('counts no session as seen on other pages, and the approvals on theirs', () => {
  expect(attentionIn(parseRoute('/home'), layout, false)).toEqual({ focused: true, sessions: [], approvals: false });
  expect(attentionIn(parseRoute('/approvals/item/x'), layout, false).approvals).toBe(true);
});

it('leads immediately in a browser without Web Locks', () => {
  const lead = vi.fn();
  takeTurns(undefined, lead);
  expect(lead).toHaveBeenCalledOnce();
});
