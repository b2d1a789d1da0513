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
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}

/** Shows `text`; an outside change is applied without losing the cursor position. */
export function CodeEditorView({ path, text, readOnly = false, wrap = false, onChange, onSave }: CodeEditorViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | undefined>(undefined);
  const latest = useRef({ text, onChange, onSave });
  useEffect(() => {
    latest.current = { text, onChange, onSave };
    editor.current?.replace(text);
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
    return () => {
      editor.current = undefined;
      opened.dispose();
    };
  }, [path, readOnly, wrap]);
  return <div ref={host} data-keys="editor" className="h-full min-h-0 overflow-hidden" />;
}
