// Reads pasted or dropped images into content blocks.
import type { ImageBlock } from '#contract/types/content.ts';
import { t } from '#messages/translate.ts';
import { formatBytes } from '#messages/format.ts';

const TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Largest image that the model providers accept, bytes. */
const MAX_BYTES = 5 * 1024 * 1024;
const MAX_IMAGES = 8;

/** The images, and why others were rejected. */
export interface ReadImages {
  readonly images: readonly ImageBlock[];
  readonly rejected: readonly string[];
}

/** Reads the images among `files` for a draft that has `already` images. */
export async function readImages(files: readonly File[], already: number): Promise<ReadImages> {
  const rejected: string[] = [];
  const taken = files.filter((file) => {
    const name = file.name === '' ? t('composer.unnamedFile') : file.name;
    const problem = !TYPES.has(file.type)
      ? t('composer.attachType', { name })
      : file.size > MAX_BYTES
        ? t('composer.attachSize', { name, size: formatBytes(MAX_BYTES) })
        : undefined;
    if (problem !== undefined) rejected.push(problem);
    return problem === undefined;
  });
  const fitting = taken.slice(0, Math.max(0, MAX_IMAGES - already));
  if (fitting.length < taken.length) rejected.push(t('composer.attachCount', { count: MAX_IMAGES }));
  return { images: await Promise.all(fitting.map(readImage)), rejected };
}

async function readImage(file: File): Promise<ImageBlock> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  // In chunks, because the number of arguments of a call is limited.
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return { type: 'image', mimeType: file.type, data: btoa(parts.join('')) };
}
