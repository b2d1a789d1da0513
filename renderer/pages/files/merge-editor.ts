// Two versions of a text with their differences marked: side by side, or as one text on narrow screens.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { EDITOR_LOOK, loadLanguage } from './code-mirror.ts';

/** Two versions of a file. */
export interface MergeOptions {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly labels: { readonly before: string; readonly after: string };
  /** One text with the removed lines above the added ones, instead of two texts. */
  readonly unified: boolean;
  /** Called with the newer version when the user edits it; without it, both are read-only. */
  readonly onChange?: ((text: string) => void) | undefined;
}

/** Lines of context around a difference; longer unchanged parts are folded. */
const FOLDING = { margin: 3, minSize: 6 };

const MARKS = EditorView.theme({
  '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': { backgroundColor: 'var(--ok-soft)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--bad-soft)' },
  '& .cm-changedText, & .cm-deletedText': { background: 'none', textDecoration: 'underline' },
});

/** Opens the view in `parent`. Returns the function that removes it. */
export async function openMergeEditor(parent: HTMLElement, options: MergeOptions): Promise<() => void> {
  const language = await loadLanguage(options.path);
  const { before, after, labels, onChange } = options;
  const common = (label: string, isReadOnly: boolean): Extension => [
    lineNumbers(),
    highlightSpecialChars(),
    EDITOR_LOOK,
    MARKS,
    language,
    EditorState.readOnly.of(isReadOnly),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ];
  const editable: Extension = [
    common(labels.after, onChange === undefined),
    history(),
    keymap.of([...historyKeymap, ...defaultKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange?.(update.state.doc.toString());
    }),
  ];
  if (options.unified) {
    const view = new EditorView({
      parent,
      doc: after,
      extensions: [editable, unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: FOLDING })],
    });
    return () => view.destroy();
  }
  const view = new MergeView({
    parent,
    a: { doc: before, extensions: common(labels.before, true) },
    b: { doc: after, extensions: editable },
    collapseUnchanged: FOLDING,
    ...(onChange !== undefined && { revertControls: 'a-to-b' as const }),
  });
  return () => view.destroy();
}
