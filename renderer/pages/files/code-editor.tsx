// The editor component, loaded when the first file opens.
import { useEffect, useRef } from 'react';
import { t } from '#messages/translate.ts';
import { openCodeEditor, type CodeEditor } from './code-mirror.ts';

/** Properties of {@link CodeEditorView}. */
export interface CodeEditorViewProps {
  readonly path: string;
  readonly text: string;
  readonly readOnly?: boolean;
  readonly wrap?: boolean;
  /** The line to show, counted from 1. A new object shows it again. */
  readonly place?: { readonly line: number } | undefined;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}

/** Shows `text`; an outside change is applied without losing the cursor position. */
export function CodeEditorView({
  path,
  text,
  readOnly = false,
  wrap = false,
  place,
  onChange,
  onSave,
}: CodeEditorViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | undefined>(undefined);
  const shown = useRef<CodeEditorViewProps['place']>(undefined);
  const latest = useRef({ text, place, onChange, onSave });
  useEffect(() => {
    latest.current = { text, place, onChange, onSave };
    editor.current?.replace(text);
    showPlace(editor.current, place, shown);
  });
  useEffect(() => {
    if (host.current === null) return;
    const opened = openCodeEditor(host.current, {
      path,
      readOnly,
      wrap,
      text: latest.current.text,
      label: t('files.textOf', { path }),
      onChange: (next) => latest.current.onChange(next),
      onSave: () => latest.current.onSave(),
    });
    editor.current = opened;
    shown.current = undefined;
    showPlace(opened, latest.current.place, shown);
    return () => {
      editor.current = undefined;
      opened.dispose();
    };
  }, [path, readOnly, wrap]);
  return <div ref={host} data-keys="editor" className="h-full min-h-0 overflow-hidden" />;
}

/** Each place is shown once, so that the cursor isn't moved while the user types. */
function showPlace(
  editor: CodeEditor | undefined,
  place: CodeEditorViewProps['place'],
  shown: { current: CodeEditorViewProps['place'] },
): void {
  if (editor === undefined || place === undefined || place === shown.current) return;
  shown.current = place;
  editor.showLine(place.line);
}
