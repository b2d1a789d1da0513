// Makes the picture of an agent from an image file: a small square.
import { MAX_AVATAR_CHARS } from '#contract/types/agent-avatar.ts';
import { t } from '#messages/translate.ts';

/** Width and height, px. */
const SIZE_PX = 128;
/** Tried in this order until the result is small enough. */
const QUALITIES = [0.9, 0.7, 0.4];

/** The middle of the image as a data URL. @throws {Error} if the file isn't an image. */
export async function toAvatar(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(t('agents.avatar.notImage'));
  });
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = SIZE_PX;
  canvas.height = SIZE_PX;
  const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  canvas.getContext('2d')?.drawImage(bitmap, left, top, side, side, 0, 0, SIZE_PX, SIZE_PX);
  bitmap.close();
  const found = QUALITIES.map((quality) => canvas.toDataURL('image/webp', quality)).find(
    (url) => url.length <= MAX_AVATAR_CHARS,
  );
  if (found === undefined) throw new Error(t('agents.avatar.notImage'));
  return found;
}
