// Files as a user attaches them: what becomes of each, and what the user is told.
import { describe, expect, it } from 'vitest';
import { MAX_ATTACHED_FILE_BYTES, MAX_TEXT_FILE_BYTES } from '#contract/types/attachment-limits.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { readFiles } from './read-files.ts';

const file = (name: string, content: string | Uint8Array<ArrayBuffer>, type = '') =>
  new File([content], name, { type });
const NONE = { images: [] };
const PDF = '%PDF-1.7\n';

/** As browsers list a dropped folder. */
function folder(name: string): File {
  const entry = file(name, '');
  entry.arrayBuffer = () => Promise.reject(new DOMException('A directory', 'NotFoundError'));
  return entry;
}

describe('attaching files', () => {
  it('takes text of any type, and images', async () => {
    const { files, images, rejected } = await readFiles(
      [file('a.ts', 'let a = 1;', 'video/mp2t'), file('b', 'plain'), file('c.png', 'bytes', 'image/png')],
      NONE,
    );
    expect(files).toEqual([
      { type: 'textFile', name: 'a.ts', text: 'let a = 1;', bytes: 10 },
      { type: 'textFile', name: 'b', text: 'plain', bytes: 5 },
    ]);
    expect(images).toEqual([{ type: 'image', mimeType: 'image/png', data: btoa('bytes') }]);
    expect(rejected).toEqual([]);
  });

  it('takes PDF files and any other type', async () => {
    const zip = Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0xff);
    const long = 'x'.repeat(MAX_TEXT_FILE_BYTES + 1);
    const { files, rejected } = await readFiles(
      [file('r.pdf', PDF), file('data.zip', zip, 'application/zip'), file('big.log', long, 'text/plain')],
      NONE,
    );
    expect(files).toEqual([
      { type: 'pdf', name: 'r.pdf', data: btoa(PDF), bytes: 9 },
      { type: 'file', name: 'data.zip', mimeType: 'application/zip', data: btoa('PK\u0003\u0004\0\xff'), bytes: 6 },
      { type: 'file', name: 'big.log', mimeType: 'text/plain', data: btoa(long), bytes: long.length },
    ]);
    expect(rejected).toEqual([]);
  });

  it('names folders instead of attaching them', async () => {
    expect(await readFiles([folder('src')], NONE)).toMatchObject({ folders: ['src'], files: [], rejected: [] });
  });

  it('rejects large files with what to do instead', async () => {
    const large = new Uint8Array(MAX_ATTACHED_FILE_BYTES + 1);
    const { files, rejected } = await readFiles([file('film.mp4', large, 'video/mp4')], NONE);
    expect(files).toEqual([]);
    expect(rejected).toHaveLength(1);
    for (const sentence of rejected) expect(sentence).toContain('mention its path');
  });

  it('takes at most eight files per message', async () => {
    const image = { type: 'image', mimeType: 'image/png', data: '' } as const;
    const before = { images: Array.from({ length: 7 }, () => image) };
    const { files, rejected } = await readFiles([file('a', 'a'), file('b', 'b')], before);
    expect(files.map(({ name }) => name)).toEqual(['a']);
    expect(rejected).toEqual([t('composer.attachCount', { count: 8 })]);
  });

  it('takes only as much as a frame holds', async () => {
    const full = { images: [{ type: 'image', mimeType: 'image/png', data: 'A'.repeat(20 * 1024 * 1024) }] } as const;
    const { files, rejected } = await readFiles([file('a', 'a')], full);
    expect(files).toEqual([]);
    expect(rejected).toEqual([t('composer.attachTotal', { size: formatBytes(15 * 1024 * 1024) })]);
  });
});
