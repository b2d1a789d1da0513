// The comparison of two texts, loaded when it is first shown.
import { useEffect, useRef } from 'react';
import { openMergeEditor, type MergeOptions } from './merge-editor.ts';

/** Shows the versions that it is given first; editing changes only the newer one. */
export function MergeEditorView({ path, before, after, labels, unified, onChange }: MergeOptions) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ after, labels, onChange });
  useEffect(() => {
    latest.current = { after, labels, onChange };
  });
  const isEditable = onChange !== undefined;
  useEffect(() => {
    if (host.current === null) return undefined;
    const opened = openMergeEditor(host.current, {
      path,
      before,
      after: latest.current.after,
      labels: latest.current.labels,
      unified,
      ...(isEditable && { onChange: (text) => latest.current.onChange?.(text) }),
    });
    return () => void opened.then((dispose) => dispose());
  }, [path, before, unified, isEditable]);
  return <div ref={host} data-keys="editor" className="h-full min-h-0 overflow-auto" />;
}
