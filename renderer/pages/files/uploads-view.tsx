// The uploads of the files panel, with their progress, and the question about a file that already exists.
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import type { FileUpload, FileUploads } from './file-uploads.ts';
import { baseName } from './tree.ts';

/** A row for each upload; nothing if there are none. */
export function UploadsView({ uploads }: { readonly uploads: FileUploads }) {
  const shown = useStore(uploads.store, (state) => state.uploads);
  if (shown.length === 0) return null;
  return (
    <ul aria-label={t('files.uploads')} className="max-h-48 shrink-0 overflow-y-auto border-t border-line">
      {shown.map((upload) => (
        <UploadRow key={upload.id} upload={upload} uploads={uploads} />
      ))}
    </ul>
  );
}

function UploadRow({ upload, uploads }: { readonly upload: FileUpload; readonly uploads: FileUploads }) {
  const { id, path, size, sent, phase } = upload;
  const name = escapeHiddenInLine(baseName(path));
  return (
    <li className="flex flex-wrap items-center gap-2 px-3 py-1.5 text-xs text-ink">
      <span className="min-w-24 flex-1 truncate" title={escapeHiddenInLine(path)}>
        {name}
      </span>
      <span className="text-ink-faint">{describe(upload)}</span>
      {phase === 'asking' && (
        <>
          <Button size="sm" label={t('files.upload.replace')} onClick={() => uploads.resolve(id, 'replace')} />
          <Button size="sm" label={t('files.upload.keepBoth')} onClick={() => uploads.resolve(id, 'keepBoth')} />
        </>
      )}
      {phase === 'failed' && <Button size="sm" label={t('controls.retry')} onClick={() => uploads.retry(id)} />}
      <IconButton icon={X} label={t('files.upload.cancel', { name })} onClick={() => uploads.cancel(id)} />
      {phase === 'sending' && (
        <progress
          aria-label={t('files.upload.progress', { name })}
          max={Math.max(1, size)}
          value={sent}
          className="h-1 w-full basis-full accent-(--accent)"
        />
      )}
    </li>
  );
}

function describe({ phase, sent, size, error }: FileUpload): string {
  switch (phase) {
    case 'waiting':
      return formatBytes(size);
    case 'sending':
      return t('files.upload.sent', { sent: formatBytes(sent), size: formatBytes(size) });
    case 'asking':
      return t('files.upload.exists');
    case 'interrupted':
      return t('files.upload.interrupted');
    case 'failed':
      return error ?? t('files.failed');
  }
}
