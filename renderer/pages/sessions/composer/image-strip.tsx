// The images of a draft, each with a button to remove it.
import { X } from 'lucide-react';
import type { ImageBlock } from '#contract/types/content.ts';
import { t } from '#messages/translate.ts';

/** Empty without images. */
export function ImageStrip({
  images,
  onRemove,
}: {
  readonly images: readonly ImageBlock[];
  readonly onRemove: (index: number) => void;
}) {
  if (images.length === 0) return null;
  return (
    <ul aria-label={t('composer.attached')} className="flex flex-wrap gap-2 px-3.5 pt-3">
      {images.map((image, index) => (
        <li key={index} className="relative">
          <img
            src={`data:${image.mimeType};base64,${image.data}`}
            alt={t('composer.image', { number: index + 1 })}
            className="size-16 rounded-md object-cover ring-1 ring-line"
          />
          <button
            type="button"
            aria-label={t('composer.removeImage', { number: index + 1 })}
            onClick={() => onRemove(index)}
            className="absolute -top-1.5 -right-1.5 flex size-5 items-center justify-center rounded-full bg-raised text-ink shadow-mid ring-1 ring-line hover:bg-sunken"
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
