// Files as a user attaches them: what becomes of each, and what the user is told.
import { describe, expect, it } from 'vitest';
import { MAX_TEXT_FILE_BYTES } from '#contract/types/attachment-limits.ts';
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
      false,
    );
    expect(files).toEqual([
      { type: 'textFile', name: 'a.ts', text: 'let a = 1;', bytes: 10 },
      { type: 'textFile', name: 'b', text: 'plain', bytes: 5 },
    ]);
    expect(images).toEqual([{ type: 'image', mimeType: 'image/png', data: btoa('bytes') }]);
    expect(rejected).toEqual([]);
  });

  it('takes PDF files only if the model reads them', async () => {
    expect((await readFiles([file('r.pdf', PDF)], NONE, true)).files).toEqual([
      { type: 'pdf', name: 'r.pdf', data: btoa(PDF), bytes: 9 },
    ]);
    const { files, rejected } = await readFiles([file('r.pdf', PDF)], NONE, false);
    expect([files, rejected]).toEqual([[], [t('composer.attachPdf', { name: 'r.pdf' })]]);
  });

  it('names folders instead of attaching them', async () => {
    expect(await readFiles([folder('src')], NONE, false)).toMatchObject({ folders: ['src'], files: [], rejected: [] });
  });

  it('rejects binary and large files with what to do instead', async () => {
    const { files, rejected } = await readFiles(
      [file('tool', Uint8Array.of(0x7f, 0x45, 0, 0xff)), file('big.log', 'x'.repeat(MAX_TEXT_FILE_BYTES + 1))],
      NONE,
      false,
    );
    expect(files).toEqual([]);
    expect(rejected).toHaveLength(2);
    for (const sentence of rejected) expect(sentence).toContain('mention its path');
  });

  it('takes at most eight files per message', async () => {
    const image = { type: 'image', mimeType: 'image/png', data: '' } as const;
    const before = { images: Array.from({ length: 7 }, () => image) };
    const { files, rejected } = await readFiles([file('a', 'a'), file('b', 'b')], before, false);
    expect(files.map(({ name }) => name)).toEqual(['a']);
    expect(rejected).toEqual([t('composer.attachCount', { count: 8 })]);
  });

  it('takes only as much as a frame holds', async () => {
    const full = { images: [{ type: 'image', mimeType: 'image/png', data: 'A'.repeat(20 * 1024 * 1024) }] } as const;
    const { files, rejected } = await readFiles([file('a', 'a')], full, true);
    expect(files).toEqual([]);
    expect(rejected).toEqual([t('composer.attachTotal', { size: formatBytes(15 * 1024 * 1024) })]);
  });
});
