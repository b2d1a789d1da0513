// The code editor as other parts use it: loaded when it is first shown.
import { Suspense, type ComponentProps } from 'react';
import { t } from '#messages/translate.ts';
import { SkeletonLines } from '../../design/states.tsx';
import { lazyPart } from '../../state/load-part.ts';

const CodeEditorView = lazyPart(() => import('./code-editor.tsx'), 'CodeEditorView');
const MergeEditorView = lazyPart(() => import('./merge-editor-view.tsx'), 'MergeEditorView');

/** The editor, with lines in its place until it is loaded. */
export function CodeEditor(props: ComponentProps<typeof CodeEditorView>) {
  return (
    <Suspense fallback={<EditorSkeleton label={t('files.openingEditor')} />}>
      <CodeEditorView {...props} />
    </Suspense>
  );
}

/** Two versions of a text, with lines in their place until the editor is loaded. */
export function MergeEditor(props: ComponentProps<typeof MergeEditorView>) {
  return (
    <Suspense fallback={<EditorSkeleton label={t('files.openingEditor')} />}>
      <MergeEditorView {...props} />
    </Suspense>
  );
}

/** Lines in place of a text that is loading. */
export function EditorSkeleton({ label }: { readonly label: string }) {
  return <SkeletonLines count={6} label={label} className="p-5" />;
}
