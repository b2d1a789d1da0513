// Which notifications are shown, for the stores and the focus as they change.
// Proves: UI-8
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { t } from '#messages/translate.ts';
import { recordingSurface } from '../state/testing/stand-ins.ts';
import type { Attention } from './attention.ts';
import type { Notice, NoticeList } from './notice.ts';
import { Notifier } from './notifier.ts';

const NOBODY: Attention = { focused: false, sessions: [], approvals: false };

function approval(id: string, sessionKey = `session-${id}`): Notice {
  return { id, kind: 'approval', sessionKey, title: id, body: 'command', path: `/approvals/item/${id}`, muted: false };
}

function ended(id: string, endedAt: number): Notice {
  return { ...approval(id), kind: 'finished', path: `/sessions/session-${id}`, endedAt };
}

/** A notifier over notices that the test sets; `run` lets the pause after a burst pass. */
function start(options: { readonly list?: NoticeList; readonly leads?: boolean; readonly focus?: Attention } = {}) {
  const surface = recordingSurface();
  const attention = createStore<Attention>(() => options.focus ?? NOBODY);
  const elsewhere = createStore(() => ({ elsewhere: false }));
  const pauses: (() => void)[] = [];
  let list = options.list;
  let changed = (): void => undefined;
  const run = (): void => pauses.splice(0).forEach((pause) => pause());
  const notifier = new Notifier({
    surface: surface.surface,
    attention,
    elsewhere,
    read: () => list,
    subscribe: (listener) => void (changed = listener),
    after: (_ms, pause) => {
      pauses.push(pause);
      return () => undefined;
    },
  });
  if (options.leads !== false) notifier.lead();
  run();
  const change = (...notices: readonly Notice[]): void => {
    list = { notices, newestEnd: Math.max(0, ...notices.map(({ endedAt = 0 }) => endedAt)) };
    changed();
  };
  const set = (...notices: readonly Notice[]): void => {
    change(...notices);
    run();
  };
  const focus = (next: Partial<Attention>): void => {
    attention.setState({ ...NOBODY, ...next }, true);
    run();
  };
  const leaveTo = (other: boolean): void => {
    elsewhere.setState({ elsewhere: other });
    run();
  };
  return {
    ...surface,
    change,
    set,
    focus,
    leaveTo,
    run,
    lead: () => notifier.lead(),
    ids: () => [...surface.shown.keys()],
  };
}

const EMPTY: NoticeList = { notices: [], newestEnd: 0 };

describe('notifications', () => {
  it('shows a decision once and removes it when it is answered', () => {
    const app = start({ list: EMPTY });
    app.set(approval('a'));
    app.set(approval('a'));
    expect(app.history).toHaveLength(1);
    expect(app.history[0]).toMatchObject({ id: 'a', title: 'a', path: '/approvals/item/a' });
    app.set();
    expect(app.ids()).toEqual([]);
  });

  it('leaves what happens to another app on the computer while that one notifies, and repeats nothing afterward', () => {
    const app = start({ list: EMPTY });
    app.set(approval('a'));
    app.leaveTo(true);
    expect(app.ids()).toEqual(['a']);
    app.set(approval('a'), approval('b'));
    app.leaveTo(false);
    expect(app.ids()).toEqual(['a']);
    app.set(approval('a'), approval('b'), approval('c'));
    expect(app.ids()).toEqual(['a', 'c']);
  });

  it('leaves what happened right before the other app took over to nobody else', () => {
    const app = start({ list: EMPTY });
    app.change(approval('a'));
    app.leaveTo(true);
    expect(app.ids()).toEqual(['a']);
  });

  it('shows nothing for a session that is visible in the focused window, also after the user leaves it', () => {
    const app = start({ list: EMPTY });
    app.focus({ focused: true, sessions: ['session-a'] });
    app.set(approval('a'), approval('b'));
    expect(app.ids()).toEqual(['b']);
    app.focus({});
    expect(app.ids()).toEqual(['b']);
    app.focus({ focused: true, sessions: ['session-b'] });
    expect(app.ids()).toEqual([]);
  });

  it('shows no approval while the approvals page is in focus', () => {
    const app = start({ list: EMPTY });
    app.focus({ focused: true, approvals: true });
    app.set(approval('a'), ended('r', 5));
    expect(app.ids()).toEqual(['r']);
  });

  it('shows nothing for what happened just before the user left the session', () => {
    const app = start({ list: EMPTY });
    app.focus({ focused: true, sessions: ['session-r'] });
    app.change(ended('r', 5));
    app.focus({ focused: true });
    expect(app.history).toEqual([]);
  });

  it('collapses many into one and counts down without a sound', () => {
    const app = start({ list: EMPTY });
    const many = ['a', 'b', 'c', 'd', 'e'].map((id) => approval(id));
    app.set(...many.slice(0, 3));
    expect(app.ids()).toEqual(['a', 'b', 'c']);
    app.set(...many);
    expect(app.ids()).toEqual(['decisions']);
    expect(app.history.at(-1)).toMatchObject({ title: t('notifications.many.decisions', { count: 5 }), silent: false });
    app.set(...many.slice(0, 2));
    expect(app.history.at(-1)).toMatchObject({ title: t('notifications.many.decisions', { count: 2 }), silent: true });
    app.set();
    expect(app.ids()).toEqual([]);
  });

  it('does not show a notification again that the user removed', () => {
    const app = start({ list: EMPTY });
    app.set(approval('a'));
    app.dismiss('a');
    app.set(approval('a'), approval('b'));
    expect(app.ids()).toEqual(['b']);
  });

  it('says nothing about runs that ended before the app was opened', () => {
    const app = start({ list: { notices: [ended('old', 10)], newestEnd: 10 } });
    app.set(ended('old', 10), ended('new', 11), ended('older page', 3));
    expect(app.ids()).toEqual(['new']);
  });

  it('shows pending decisions of a tab that was restored in the background, but not of one that the user opened', () => {
    const list = { notices: [approval('a')], newestEnd: 0 };
    expect(start({ list }).ids()).toEqual(['a']);
    expect(start({ list, focus: { ...NOBODY, focused: true } }).ids()).toEqual([]);
  });

  it('is silent in a tab that does not lead, and takes over the pending decisions', () => {
    const app = start({ list: EMPTY, leads: false });
    app.set(approval('a'), ended('r', 5));
    expect(app.history).toEqual([]);
    app.lead();
    app.run();
    expect(app.ids()).toEqual(['a']);
  });

  it('shows no kind that is switched off, and nothing old when it is switched on again', () => {
    const app = start({ list: EMPTY });
    app.set({ ...approval('a'), muted: true });
    expect(app.ids()).toEqual([]);
    app.set(approval('a'));
    expect(app.ids()).toEqual([]);
  });

  it('shows nothing without permission, and nothing old after it is granted', () => {
    const app = start({ list: EMPTY });
    app.surface.permission.setState({ state: 'default' });
    app.set(approval('a'));
    app.surface.permission.setState({ state: 'granted' });
    app.set(approval('a'), approval('b'));
    expect(app.ids()).toEqual(['b']);
  });
});
