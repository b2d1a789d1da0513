// Proves: PP-1
import { expect, it } from 'vitest';
import { evenPanes, showSession, splitPane, splitRight, type Layout } from './layout.ts';
import { createLayout } from './layout-storage.ts';
import { applyLayout, createSavedLayouts, isApplied } from './saved-layouts.ts';
import { memoryStorage } from './testing/stand-ins.ts';

let next = 0;
const id = (): string => `p${(next += 1)}`;
const start = (): Layout => createLayout(memoryStorage()).getState();
const two = (): Layout => splitRight(showSession(start(), 'a', id), 'b', id);

it('are saved by name, and are the same after a reload and in another window', () => {
  const storage = memoryStorage();
  const [here, there] = [createSavedLayouts(storage, id), createSavedLayouts(storage, id)];
  here.save(' Review ', two());
  there.save('Build', splitPane(two(), 'bottom', 'c', id));
  here.reload();
  const names = createSavedLayouts(storage, id)
    .store.getState()
    .layouts.map(({ name, panes }) => [name, panes.length]);
  expect(names).toEqual([
    ['Build', 3],
    ['Review', 2],
  ]);
  expect(here.store.getState()).toEqual(there.store.getState());
  expect(here.save('Review', start()).id, 'the same name').toBe(there.store.getState().layouts[1]?.id);
});

it('open their sessions where they were; new sessions in them start empty', () => {
  const saved = createSavedLayouts(memoryStorage(), id).save('Review', splitRight(two(), 'draft:old', id));
  const layout = applyLayout(showSession(start(), 'other', id), saved, id);
  expect(layout).toMatchObject({ tree: saved.tree, focused: saved.panes[0]?.id, applied: saved.id });
  const keys = layout.panes.map(({ key }) => key);
  expect(keys.slice(0, 2)).toEqual(['a', 'b']);
  expect(keys[2]).toMatch(/^draft:(?!old)/);
  expect(isApplied(layout, saved)).toBe(true);
  expect(isApplied(evenPanes(layout), saved), 'other sizes').toBe(true);
  expect(isApplied(splitRight(layout, 'c', id), saved)).toBe(false);
  expect(isApplied(two(), saved)).toBe(false);
});

it('are renamed, updated, and deleted, and come back when the deletion is undone', () => {
  const layouts = createSavedLayouts(memoryStorage(), id);
  const list = () => layouts.store.getState().layouts.map(({ name, panes }) => `${name} ${panes.length}`);
  const saved = layouts.save('Review', two());
  layouts.rename(saved.id, 'Checks');
  layouts.update(saved.id, splitRight(two(), 'c', id));
  expect(list()).toEqual(['Checks 3']);
  const restore = layouts.remove(saved.id);
  expect(list()).toEqual([]);
  restore();
  expect(list()).toEqual(['Checks 3']);
});

it('that are damaged are left out', () => {
  const storage = memoryStorage();
  const pane = { id: 'p', key: 'a' };
  const good = { id: '1', name: 'Good', panes: [pane], tree: 'p' };
  storage.set('gatehouse.layouts', JSON.stringify([null, 7, {}, { ...good, name: 3 }, { ...good, panes: [] }, good]));
  expect(createSavedLayouts(storage, id).store.getState().layouts).toEqual([good]);
  storage.set('gatehouse.layouts', '{');
  expect(createSavedLayouts(storage, id).store.getState().layouts).toEqual([]);
});
