// Images that are pasted or dropped, read into blocks.
import type { ImageBlock } from '#contract/types/content.ts';

const TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Largest image, bytes: what the model providers take. */
const LARGEST = 5 * 1024 * 1024;
const MOST = 8;

/** What was read, and in words what was not. */
export interface ReadImages {
  readonly images: readonly ImageBlock[];
  readonly refused: readonly string[];
}

/** Reads the images among `files` for a draft that has `already` some. */
export async function readImages(files: readonly File[], already: number): Promise<ReadImages> {
  const refused: string[] = [];
  const taken = files.filter((file) => {
    const problem = !TYPES.has(file.type)
      ? 'is not a PNG, JPEG, GIF or WebP image'
      : file.size > LARGEST
        ? 'is larger than 5 MB'
        : undefined;
    if (problem !== undefined) refused.push(`${file.name === '' ? 'The file' : file.name} ${problem}`);
    return problem === undefined;
  });
  const fitting = taken.slice(0, Math.max(0, MOST - already));
  if (fitting.length < taken.length) refused.push(`At most ${MOST} images go with one message`);
  return { images: await Promise.all(fitting.map(readImage)), refused };
}

async function readImage(file: File): Promise<ImageBlock> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  // In pieces, because a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return { type: 'image', mimeType: file.type, data: btoa(parts.join('')) };
}
