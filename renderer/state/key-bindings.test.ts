import { describe, expect, it } from 'vitest';
import { applyChosen, readChosenKeys } from './key-bindings.ts';
import { findConflicts, isUsable } from './key-conflicts.ts';
import { bindCommands, type Command, type CommandId } from './key-map.ts';

const find = (commands: readonly Command[], id: CommandId): Command => {
  const found = commands.find((command) => command.id === id);
  if (found === undefined) throw new Error(`no command ${id}`);
  return found;
};
const findKeys = (chosen: Readonly<Record<string, readonly string[]>>, id: CommandId, shell = true) =>
  find(applyChosen(bindCommands(shell), chosen, shell), id).keys;

describe('chosen keys', () => {
  it('replace the default; an empty list means none', () => {
    expect(findKeys({ 'sidebar.toggle': ['Mod+E'] }, 'sidebar.toggle')).toEqual(['Mod+E']);
    expect(findKeys({ 'sidebar.toggle': [] }, 'sidebar.toggle')).toEqual([]);
    expect(findKeys({ 'sidebar.toggle': ['Mod+E'] }, 'inspector.toggle')).toEqual(['Mod+Shift+L']);
  });

  it('give way to the default in a browser that keeps them for itself', () => {
    const chosen = { 'pane.close': ['Mod+W'], 'sidebar.toggle': ['Mod+T', 'Mod+E'] };
    expect(findKeys(chosen, 'pane.close', true)).toEqual(['Mod+W']);
    expect(findKeys(chosen, 'pane.close', false)).toEqual(['Alt+W']);
    expect(findKeys(chosen, 'sidebar.toggle', false)).toEqual(['Mod+E']);
  });

  it("can't change the keys of every text field", () => {
    expect(findKeys({ 'chat.stop': ['Mod+E'] }, 'chat.stop')).toEqual(['Escape']);
  });

  it('are read from the preference, without what is not a list of keys', () => {
    expect(readChosenKeys({ a: ['X'], b: 'X', c: [1], d: [] })).toEqual({ a: ['X'], d: [] });
    expect(readChosenKeys(undefined)).toEqual({});
  });
});

describe('conflicts', () => {
  const conflicts = (chosen: Readonly<Record<string, readonly string[]>>, id: CommandId): readonly string[] => {
    const all = applyChosen(bindCommands(true), chosen, true);
    return findConflicts(find(all, id), all).map((command) => command.id);
  };

  it('are keys that run two commands in the same place', () => {
    expect(conflicts({ 'sidebar.toggle': ['Mod+K'] }, 'sidebar.toggle')).toEqual(['palette.open']);
    expect(conflicts({ 'approval.once': ['J'] }, 'approval.once')).toEqual(['list.next']);
  });

  it("aren't keys for different places: terminals and the app, the inbox and changes", () => {
    expect(conflicts({}, 'terminal.split')).toEqual([]);
    expect(conflicts({}, 'changes.nextPart')).toEqual([]);
  });

  it("aren't keys that a part of the page takes over while it has the focus", () => {
    expect(conflicts({}, 'changes.find')).toEqual([]);
    expect(conflicts({}, 'chat.find')).toEqual([]);
    expect(conflicts({ 'changes.find': ['Mod+K'] }, 'changes.find')).toEqual(['palette.open']);
  });

  it('allow a key alone only where it is not typed', () => {
    const all = bindCommands(true);
    expect(isUsable('E', find(all, 'approval.once'))).toBe(true);
    expect(isUsable('E', find(all, 'sidebar.toggle'))).toBe(false);
    expect(isUsable('Shift+E', find(all, 'sidebar.toggle'))).toBe(false);
    expect(isUsable('F8', find(all, 'sidebar.toggle'))).toBe(true);
  });
});
