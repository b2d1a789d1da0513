// Message attachments: base64-encoded images. Anything else is rejected with a reason.
import type { ImageBlock } from '#contract/types/content.ts';
import { detectImageType } from '#contract/types/image-type.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { invalidRequest } from '#contract/wire/errors.ts';

/** Declared types; the real one is detected. */
const IMAGE_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/x-png',
  'image/apng',
  'image/jpeg',
  'image/jpg',
  'image/pjpeg',
  'image/gif',
  'image/webp',
]);
const MAX_IMAGES = 20;
/** Largest image, characters of base64: 10 MB of bytes. */
const MAX_IMAGE_CHARS = 14_000_000;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const DATA_URL = /^data:[a-z0-9/+.-]{1,100};base64,/i;

/** The images of a message. @throws {GatewayError} for anything else. */
export function readImages(attachments: readonly unknown[] = []): readonly ImageBlock[] {
  if (attachments.length <= MAX_IMAGES) return attachments.map(readImage);
  throw invalidRequest(
    `Too many attachments: ${attachments.length}.`,
    'TOO_MANY_ATTACHMENTS',
    `Send at most ${MAX_IMAGES}.`,
  );
}

function readImage(attachment: unknown): ImageBlock {
  const given = isJsonObject(attachment) ? attachment : {};
  const text = (name: string, fallback = '') => (typeof given[name] === 'string' ? given[name] : fallback);
  const [fileName, mimeType] = [text('fileName', 'attachment'), text('mimeType')];
  if (!IMAGE_TYPES.has(mimeType))
    throw invalidRequest(
      `Can't attach ${fileName}: only images are supported.`,
      'ATTACHMENT_TYPE',
      'Put other files in the workspace and mention them.',
    );
  const data = text('content').replace(DATA_URL, '');
  if (data.length > MAX_IMAGE_CHARS)
    throw invalidRequest(
      `Can't attach ${fileName}: it is larger than 10 MB.`,
      'ATTACHMENT_TOO_LARGE',
      'Reduce the size of the image.',
    );
  if (!BASE64.test(data))
    throw invalidRequest(`Can't attach ${fileName}: it isn't valid base64.`, 'ATTACHMENT_CONTENT');
  const type = detectImageType(data);
  if (type === undefined)
    throw invalidRequest(
      `Can't attach ${fileName}: the image can't be decoded.`,
      'ATTACHMENT_CONTENT',
      'It may be damaged or incomplete.',
    );
  return { type: 'image', mimeType: type, data };
}
