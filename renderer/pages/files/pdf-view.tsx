// A PDF file in the viewer of the browser. The blob has its type fixed, so that its content can't act as a page of the app.
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState, ErrorNote } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { asRequestError } from '../../state/resource.ts';
import { EditorSkeleton } from './lazy-code-editor.tsx';
import { downloadFile, readBlob } from './download-file.ts';
import type { FileParts } from './raw-file.tsx';

const MAX_SHOWN_BYTES = 64 * 1024 * 1024;

/** Shows the file, or offers it for download where the browser has no viewer. `version` changes with the file. */
export function PdfView({ parts, version }: { readonly parts: FileParts; readonly version: string }) {
  const { client, sessionKey, path } = parts;
  const [shown, setShown] = useState<{ readonly url?: string; readonly error?: string }>({});
  const canShow = navigator.pdfViewerEnabled;
  useEffect(() => {
    if (!canShow) return;
    let url: string | undefined;
    let isCurrent = true;
    readBlob(client, { sessionKey, path }, { type: 'application/pdf', maxBytes: MAX_SHOWN_BYTES }).then(
      (blob) => {
        if (!isCurrent) return;
        url = URL.createObjectURL(blob);
        setShown({ url });
      },
      (cause: unknown) => (isCurrent ? setShown({ error: asRequestError(cause).message }) : undefined),
    );
    return () => {
      isCurrent = false;
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [canShow, client, sessionKey, path, version]);
  if (!canShow)
    return (
      <EmptyState
        title={t('files.noPdfViewer')}
        action={
          <Button
            icon={Download}
            label={t('files.download')}
            onClick={() => void attempt(t('files.downloadFailed'), () => downloadFile(client, parts))}
          />
        }
      />
    );
  if (shown.error !== undefined) return <ErrorNote message={shown.error} />;
  if (shown.url === undefined) return <EditorSkeleton label={t('files.loadingFile')} />;
  return <iframe src={shown.url} title={t('files.contentOf', { path })} className="h-full w-full border-0" />;
}
