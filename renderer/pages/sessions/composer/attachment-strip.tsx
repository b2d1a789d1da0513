// The attachments of a draft: pictures of images, names of other files, each with a button that removes it.
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { FileChip } from '../../../design/file-chip.tsx';
import type { Draft } from '../../../state/drafts.ts';

interface AttachmentStripProps {
  readonly draft: Draft;
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** Empty without attachments. */
export function AttachmentStrip({ draft: { images, files = [] }, onChange }: AttachmentStripProps) {
  if (images.length + files.length === 0) return null;
  return (
    <ul aria-label={t('composer.attached')} className="flex flex-wrap gap-2 px-3.5 pt-3">
      {images.map((image, index) => (
        <Removable
          key={`image-${index}`}
          label={t('composer.removeImage', { number: index + 1 })}
          onRemove={() => onChange({ images: images.toSpliced(index, 1) })}
        >
          <img
            src={`data:${image.mimeType};base64,${image.data}`}
            alt={t('composer.image', { number: index + 1 })}
            className="size-16 rounded-md object-cover ring-1 ring-line"
          />
        </Removable>
      ))}
      {files.map((file, index) => (
        <Removable
          key={`file-${index}`}
          label={t('composer.removeFile', { name: file.name })}
          onRemove={() => onChange({ files: files.toSpliced(index, 1) })}
        >
          <FileChip name={file.name} bytes={file.bytes} />
        </Removable>
      ))}
    </ul>
  );
}

interface RemovableProps {
  readonly label: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

function Removable({ label, onRemove, children }: RemovableProps) {
  return (
    <li className="relative max-w-full">
      {children}
      <button
        type="button"
        aria-label={label}
        onClick={onRemove}
        className="group/remove absolute -top-1.5 -end-1.5 flex items-start justify-end"
      >
        <span className="flex size-5 items-center justify-center rounded-full bg-raised text-ink shadow-mid ring-1 ring-line group-hover/remove:bg-sunken">
          <X size={12} aria-hidden />
        </span>
      </button>
    </li>
  );
}
