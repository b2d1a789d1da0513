import { describe, expect, it } from 'vitest';
import { hasUnsaved, LOADING_EDIT, stepEdit, type EditEvent } from './edit-session.ts';

const after = (...events: readonly EditEvent[]) => events.reduce(stepEdit, LOADING_EDIT);
const loaded: EditEvent = { type: 'loaded', text: 'one', hash: 'h1' };

describe('an open file', () => {
  it('is dirty only while its text differs from the saved text', () => {
    expect(after(loaded).phase).toBe('clean');
    const dirty = after(loaded, { type: 'edited', text: 'two' });
    expect([dirty.phase, hasUnsaved(dirty)]).toEqual(['dirty', true]);
    expect(after(loaded, { type: 'edited', text: 'two' }, { type: 'edited', text: 'one' }).phase).toBe('clean');
  });

  it('keeps its line endings and its byte order mark when it is edited', () => {
    const crlf: EditEvent = { type: 'loaded', text: '\ufeffone\r\ntwo\r\n', hash: 'h1' };
    expect(after(crlf, { type: 'edited', text: '\ufeffone\n2\nthree\n' }).text).toBe('\ufeffone\r\n2\r\nthree\r\n');
    expect(after(crlf, { type: 'edited', text: '\ufeffone\ntwo\n' }).phase).toBe('clean');
    const mixed: EditEvent = { type: 'loaded', text: 'one\r\ntwo\nthree\r\n', hash: 'h1' };
    expect(after(mixed, { type: 'edited', text: 'one\ntwo!\nthree\n' }).text).toBe('one\r\ntwo!\nthree\r\n');
  });

  it('applies an outside change immediately if nothing is unsaved', () => {
    const state = after(loaded, { type: 'changed-outside', text: 'theirs', hash: 'h2' });
    expect(state).toMatchObject({ phase: 'clean', text: 'theirs', hash: 'h2' });
  });

  it('turns an outside change into a conflict that keeps unsaved text', () => {
    const state = after(
      loaded,
      { type: 'edited', text: 'mine' },
      { type: 'changed-outside', text: 'theirs', hash: 'h2' },
    );
    expect(state).toMatchObject({ phase: 'conflict', text: 'mine', theirs: { text: 'theirs', hash: 'h2' } });
    expect(stepEdit(state, { type: 'edited', text: 'mine!' })).toMatchObject({ phase: 'conflict', text: 'mine!' });
    expect(stepEdit(state, { type: 'take-theirs' })).toMatchObject({ phase: 'clean', text: 'theirs', hash: 'h2' });
    expect(stepEdit(state, { type: 'keep-mine' })).toMatchObject({
      phase: 'dirty',
      text: 'mine',
      hash: 'h2',
      saved: 'theirs',
    });
  });

  it('keeps text typed during a save', () => {
    const saving = after(
      loaded,
      { type: 'edited', text: 'two' },
      { type: 'save-started' },
      { type: 'edited', text: 'two!' },
    );
    const done = stepEdit(saving, { type: 'save-done', text: 'two', hash: 'h2' });
    expect(done).toMatchObject({ phase: 'dirty', text: 'two!', saved: 'two', hash: 'h2' });
  });

  it('ignores the echo of its own save', () => {
    const state = after(loaded, { type: 'changed-outside', text: 'one', hash: 'h1' });
    expect(state.phase).toBe('clean');
  });

  it('keeps the text when the file is deleted or a save fails', () => {
    expect(after(loaded, { type: 'deleted-outside' })).toMatchObject({ phase: 'deleted', text: 'one', hash: '' });
    expect(after(loaded, { type: 'deleted-outside' }, { type: 'deleted-outside' }).phase).toBe('deleted');
  });

  it("doesn't call a file deleted that was never written", () => {
    const fresh = stepEdit(LOADING_EDIT, { type: 'loaded', text: '', hash: '' });
    expect(stepEdit(fresh, { type: 'deleted-outside' }).phase).toBe('clean');
    const typed = stepEdit(fresh, { type: 'edited', text: 'draft' });
    expect(stepEdit(typed, { type: 'deleted-outside' })).toMatchObject({ phase: 'dirty', text: 'draft' });
    expect(after(loaded, { type: 'failed', error: 'disk full' })).toMatchObject({
      phase: 'failed',
      text: 'one',
      error: 'disk full',
    });
  });
});
