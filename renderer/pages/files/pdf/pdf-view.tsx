// A PDF file of a workspace: its bytes, and the viewer once it is loaded.
import { Suspense, useEffect, useState } from 'react';
import { t } from '#messages/translate.ts';
import { ErrorNote } from '../../../design/states.tsx';
import { lazyPart } from '../../../state/load-part.ts';
import { asRequestError } from '../../../state/resource.ts';
import { readBlob } from '../download-file.ts';
import { EditorSkeleton } from '../lazy-code-editor.tsx';
import type { FileParts } from '../raw-file.tsx';

const MAX_SHOWN_BYTES = 64 * 1024 * 1024;

const PdfViewer = lazyPart(() => import('./pdf-viewer.tsx'), 'PdfViewer');

/** Shows the file. `version` changes with it. */
export function PdfView({ parts, version }: { readonly parts: FileParts; readonly version: string }) {
  const { client, sessionKey, path } = parts;
  const [shown, setShown] = useState<{ readonly bytes?: Uint8Array; readonly error?: string }>({});
  useEffect(() => {
    let isCurrent = true;
    readBlob(client, { sessionKey, path }, { maxBytes: MAX_SHOWN_BYTES })
      .then((blob) => blob.arrayBuffer())
      .then(
        (buffer) => (isCurrent ? setShown({ bytes: new Uint8Array(buffer) }) : undefined),
        (cause: unknown) => (isCurrent ? setShown({ error: asRequestError(cause).message }) : undefined),
      );
    return () => {
      isCurrent = false;
    };
  }, [client, sessionKey, path, version]);
  if (shown.error !== undefined) return <ErrorNote message={shown.error} />;
  const loading = <EditorSkeleton label={t('files.loadingFile')} />;
  if (shown.bytes === undefined) return loading;
  return (
    <Suspense fallback={loading}>
      <PdfViewer label={t('files.contentOf', { path })} bytes={shown.bytes} />
    </Suspense>
  );
}
