import { expect, it } from 'vitest';
import { SAMPLE_PNG } from '#tests/support/sample-image.ts';
import { detectImageType } from './image-type.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const GIF = bytes('GIF89a\x01\0\x01\0\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\0;');
const JPEG = bytes(`\xff\xd8\xff\xe0${'\0'.repeat(40)}\xff\xd9`);
const WEBP = bytes(`RIFF\x1a\0\0\0WEBPVP8L${'\0'.repeat(18)}`);

it('recognizes the images that models read', () => {
  const types = [SAMPLE_PNG, GIF, JPEG, WEBP].map(detectImageType);
  expect(types).toEqual(['image/png', 'image/gif', 'image/jpeg', 'image/webp']);
});

it.each([
  ['no image', bytes('This is a sentence, not an image.')],
  ['a truncated PNG', SAMPLE_PNG.slice(0, 60)],
  ['a truncated JPEG', bytes(`\xff\xd8\xff\xe0${'\0'.repeat(40)}`)],
  ['a truncated WebP', bytes(`RIFF\xff\0\0\0WEBPVP8L${'\0'.repeat(18)}`)],
  ['a PNG without pixels', bytes(`\x89PNG\r\n\x1a\n\0\0\0\rIHDR${'\0'.repeat(20)}IEND`)],
  ['no base64', '!'.repeat(40)],
  ['nothing', ''],
])('rejects %s', (_name, data) => {
  expect(detectImageType(data)).toBeUndefined();
});
